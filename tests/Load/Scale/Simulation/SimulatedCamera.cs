namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>A camera with its link: frames in steps of time that are not quite even; the newest wins where the link or the credits are short.</summary>
internal sealed class SimulatedCamera
{
    /// <summary>Multiples of it, less whole numbers, spread evenly however many there are.</summary>
    private const double GoldenRatio = 0.618;

    private readonly Simulator _simulator;
    private readonly Scenario _scenario;
    private readonly Account _account;
    private readonly SimulatedSession _session;
    private readonly Station _link;
    private readonly ulong _number;
    private readonly double _begin;
    private SimulatedFrame? _held;
    private int _unanswered;
    private bool _sending;

    public SimulatedCamera(Simulator simulator, Scenario scenario, Node node, Account account, int number)
    {
        _simulator = simulator;
        _scenario = scenario;
        _account = account;
        _number = (ulong)number;
        _session = new SimulatedSession(simulator, scenario, node, Ended);
        _link = new Station(simulator, 1);
        _begin = (scenario.Even ? number * GoldenRatio % 1 : Draws.For(scenario.Seed, _number, ulong.MaxValue).Uniform()) / scenario.FramesPerSecond;
        Plan(0);
    }

    /// <summary>Time for which the link was busy.</summary>
    public double LinkSeconds => _link.BusySeconds;

    private void Plan(long frame)
    {
        var draws = Draws.For(_scenario.Seed, _number, (ulong)frame);
        var jitter = _scenario.Jitter * (draws.Uniform() - 0.5);
        var at = _begin + ((frame + jitter + 0.5) / _scenario.FramesPerSecond);
        if (at < _scenario.Seconds)
            _simulator.After(Math.Max(0, at - _simulator.Now), () => Offer(frame, draws));
    }

    private void Offer(long number, Draws draws)
    {
        var frame = new SimulatedFrame(number, _simulator.Now, draws);
        _account.Send(frame);
        if (_held is { } older)
            _account.Drop(older, "link busy");
        _held = frame;
        Send();
        Plan(number + 1);
    }

    private void Send()
    {
        if (_sending || _held is not { } frame || _unanswered >= _scenario.Credits)
            return;
        (_held, _sending) = (null, true);
        _unanswered++;
        var seconds = _scenario.LinkMegabits == 0 ? 0 : _scenario.Bytes * 8 / 1e6 / _scenario.LinkMegabits;
        _link.Serve(seconds, _ =>
        {
            _sending = false;
            _simulator.After(_scenario.LinkMilliseconds / 1000, () => _session.Receive(frame));
            Send();
        });
    }

    private void Ended(SimulatedFrame frame, string? dropped) => _simulator.After(_scenario.LinkMilliseconds / 1000, () =>
    {
        _unanswered--;
        if (dropped is null)
            _account.Answer(frame);
        else
            _account.Drop(frame, dropped);
        Send();
    });
}
