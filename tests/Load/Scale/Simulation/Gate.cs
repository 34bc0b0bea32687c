using EmotionGrpc.Fusion.Sessions.Admission;

namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>Fusion's admission, as <c>FrameGate</c> does it, with its own limit and its own order of turns.</summary>
/// <param name="simulator">The clock.</param>
/// <param name="limit">Frames inside at a time; 0: as the suite learns it.</param>
internal sealed class Gate(Simulator simulator, int limit)
{
    // What arrivals are compared in: nanoseconds.
    private const double Fine = 1e9;

    private readonly ConcurrencyLimit _limit = new(new SimulatedTime(simulator));
    private readonly TurnOrder<Turn> _waiting = new(turn => (long)(turn.Arrived() * Fine), turn => (long)(turn.Served * Fine));
    private int _inside;
    private long _entered;

    private int Limit => limit > 0 ? limit : _limit.Value;

    /// <summary>Waits for a turn.</summary>
    /// <param name="arrived">When the frame arrived that would be taken now.</param>
    /// <param name="served">When the one who asks had its last turn; before the first, when it began.</param>
    /// <param name="called">Told of the turn, with the pass to give back.</param>
    public void Enter(Func<double> arrived, double served, Action<Pass> called)
    {
        var turn = new Turn(arrived, served, called);
        if (_inside < Limit && _waiting.Count == 0)
            Call(turn);
        else
            _waiting.Add(turn);
    }

    /// <param name="pass">The pass.</param>
    /// <param name="telling">Whether a frame was detected with it.</param>
    public void Leave(Pass pass, bool telling)
    {
        _inside--;
        if (telling)
            _limit.Observe(TimeSpan.FromSeconds(simulator.Now - pass.Entered), pass.Alone && pass.Number == _entered, _waiting.Count > 0);
        while (_waiting.TryTake(_ => _inside < Limit, out var turn))
            Call(turn);
    }

    private void Call(Turn turn)
    {
        _inside++;
        turn.Called(new Pass(++_entered, _inside == 1, simulator.Now));
    }

    /// <summary>Allows one frame to be detected.</summary>
    internal sealed record Pass(long Number, bool Alone, double Entered);

    private sealed class Turn(Func<double> arrived, double served, Action<Pass> called)
    {
        public Func<double> Arrived { get; } = arrived;

        public double Served => served;

        public Action<Pass> Called { get; } = called;
    }
}
