using EmotionGrpc.Detection.Sessions;
using EmotionGrpc.Fusion.Segments;
using EmotionGrpc.Load.Scale.Model;

namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>A camera's session at the server: a mailbox of one frame, the gate, detection, the streams, fusion.</summary>
/// <param name="simulator">The clock.</param>
/// <param name="scenario">What is simulated.</param>
/// <param name="node">Where the session is.</param>
/// <param name="ended">Told of every frame that has left the server, with the reason why it was dropped; null: it has a result.</param>
internal sealed class SimulatedSession(Simulator simulator, Scenario scenario, Node node, Action<SimulatedFrame, string?> ended)
{
    /// <summary>Phases of a step's duration: its standard deviation is 0.35 of its mean.</summary>
    private const int Phases = 8;

    /// <summary>Frames of a session in detection (Detection:FramesInHand).</summary>
    private const int InHand = 2;

    private const int SegmentsPerWindow = 5;

    private readonly Cadence _cadence = new(FrameWork.SearchSeconds);
    private readonly SegmentClock _segments = new(SegmentsPerWindow, TimeSpan.FromSeconds(1));
    private SimulatedFrame? _mailbox;
    private double _served = simulator.Now;
    private double _nextTiles = double.NegativeInfinity;
    private int _inHand;
    private bool _waits;

    private ServiceTimes Times => scenario.Times;

    /// <summary>Takes a frame that has come over the link.</summary>
    public void Receive(SimulatedFrame frame) => node.Gateway.Work(Draw(frame, Times.Gateway), () =>
    {
        frame.Arrived = simulator.Now;
        if (_mailbox is { } older)
            ended(older, "superseded");
        _mailbox = frame;
        Take();
    });

    private void Take()
    {
        if (_waits || _mailbox is null || _inHand >= InHand)
            return;
        _waits = true;
        node.Gate.Enter(() => _mailbox?.Arrived ?? simulator.Now, _served, Called);
    }

    private void Called(Gate.Pass pass)
    {
        (_waits, _served) = (false, simulator.Now);
        if (_mailbox is not { } frame)
        {
            node.Gate.Leave(pass, telling: false);
            return;
        }

        _mailbox = null;
        if (simulator.Now - frame.Arrived > scenario.TimeToLiveSeconds)
        {
            node.Gate.Leave(pass, telling: false);
            ended(frame, "expired");
            return;
        }

        _inHand++;
        frame.Segment = _segments.IsDue(DateTime.UnixEpoch.AddSeconds(frame.Born));
        Detect(frame, pass);
        Take();
    }

    private void Detect(SimulatedFrame frame, Gate.Pass pass)
    {
        var searched = _cadence.Searches((uint)scenario.Cadence, frame.Born);
        node.Detection.Work(Draw(frame, Times.Decode + (searched ? Times.Search : 0)), () =>
        {
            if (scenario.People == 0 && searched)
                Look(frame, () => Found(frame, pass));
            else
                Each(scenario.People, node.Detection, frame, searched ? Times.Person : Times.Follow, () => Found(frame, pass));
        });
    }

    /// <summary>Nobody was found: faces may be there all the same.</summary>
    private void Look(SimulatedFrame frame, Action done)
    {
        var tiles = frame.Born >= _nextTiles;
        if (tiles)
            _nextTiles = frame.Born + (1 / FrameWork.TileSearchesPerSecond);
        Each(FrameWork.WholeLooks, node.Detection, frame, Times.WholeLook, () => Each(tiles ? FrameWork.TileLooks : 0, node.Detection, frame, Times.TileLook, done));
    }

    private void Found(SimulatedFrame frame, Gate.Pass pass)
    {
        _inHand--;
        node.Gate.Leave(pass, telling: true);
        Take();
        if (frame.Segment)
            Each(scenario.People, node.Streams, frame, Times.Segment, () => Finish(frame));
        else
            Finish(frame);
    }

    private void Finish(SimulatedFrame frame) => node.Fusion.Work(Draw(frame, Times.Fusion), () => ended(frame, null));

    /// <summary>Works on all at the same time, as far as there are workers.</summary>
    private static void Each(int count, Part part, SimulatedFrame frame, double mean, Action done)
    {
        var left = count;
        if (left == 0)
        {
            done();
            return;
        }

        for (var i = 0; i < count; i++)
        {
            part.Work(Draw(frame, mean), () =>
            {
                if (--left == 0)
                    done();
            });
        }
    }

    private static double Draw(SimulatedFrame frame, double mean) => frame.Draws.Erlang(mean, Phases);
}
