namespace EmotionGrpc.Fusion.Sessions.Admission;

/// <summary>
/// How many frames may be inside at a time, learnt from how long they take: more while they take little longer than one that is alone, fewer when they
/// queue (the idea of TCP Vegas, Brakmo and Peterson 1995: watch delay instead of loss). When no frame has been alone yet, or for long, some are let in alone on purpose. More at a time stand only
/// where more get through, and fewer only where that costs little.
/// </summary>
internal sealed class ConcurrencyLimit(TimeProvider time)
{
    private const int Least = 2;
    private const int Most = 1024;

    /// <summary>
    /// Frames may take so many times as long as one that is alone: work that shares cores and caches is slower than alone before it queues. On two threads of one core 2 frames take
    /// 1.4 times as long, 3 take 2 times.
    /// </summary>
    private const double Tolerance = 1.6;

    // A window is as many frames as the limit squared: one more inside is a gain of one part in as many as are inside, and the mean of durations that vary tells so little only of that many.
    private const int LeastWindow = 8;
    private const int LargestWindow = 1024;

    /// <summary>Frames let in alone for a measure. Of fewer the mean may come out so short by chance that frames seem to queue all the time, and the limit would stay low until the next one.</summary>
    private const int ProbeFrames = 6;

    /// <summary>So many times as many frames as the limit, or as the least window, without a rise after a fall; twice as many after each try that fails again: a try costs a window of frames that queue, and mostly brings the same answer.</summary>
    private const int LeastRest = 16;

    private const int MostRest = 128;

    /// <summary>A higher limit stands when the frames that get through rise by this part of the frames that are let in; by Little's law their number is the limit over the mean duration.</summary>
    private const double LeastGain = 0.25;

    /// <summary>
    /// A fall is taken back when the frames that get through fell by more than this part of it: they had not queued, and the measure of those alone was too short, by chance or because frames have become heavier since.
    /// </summary>
    private const double MostLoss = 0.5;

    /// <summary>Windows until a fall is judged: of fewer, chance would take back falls that are right.</summary>
    private const int WindowsAfterFall = 8;

    private const double Smoothing = 0.25;
    private static readonly TimeSpan s_probeAfter = TimeSpan.FromSeconds(30);

    private int _value = Least;
    private double? _alone;
    private long _aloneSeen = time.GetTimestamp();
    private int _probing;
    private int _count;
    private double _sum;
    private bool _full;
    private bool _line;
    private long _changed = time.GetTimestamp();
    private double? _mean;
    private (int Value, double Mean)? _tried;
    private (int Value, double Mean)? _fell;
    private int _windows;
    private int _restAfterFall = LeastRest;
    private int _rest;

    /// <summary>The limit.</summary>
    public int Value => _probing > 0 ? 1 : _value;

    /// <summary>How many more may wait in line inside, where that costs them nothing.</summary>
    public int InLine => _probing > 0 ? 0 : 1;

    /// <summary>Takes how long a frame took.</summary>
    /// <param name="duration">From its entry to its end.</param>
    /// <param name="alone">Whether no other frame was inside meanwhile.</param>
    /// <param name="full">Whether others wait to enter.</param>
    /// <param name="inLine">Whether it was one more than the limit.</param>
    public void Observe(TimeSpan duration, bool alone, bool full, bool inLine = false)
    {
        var milliseconds = duration.TotalMilliseconds;
        if (alone)
        {
            _alone = _alone is { } before ? before + (Smoothing * (milliseconds - before)) : milliseconds;
            _aloneSeen = time.GetTimestamp();
            _probing = Math.Max(0, _probing - 1);
        }
        else if (_probing == 0 && time.GetElapsedTime(_aloneSeen) > s_probeAfter)
        {
            (_probing, _alone) = (ProbeFrames, null);
        }

        // A frame that entered before the limit changed tells of the former one.
        if (_probing > 0 || time.GetElapsedTime(_changed) < duration)
        {
            (_count, _sum, _full, _line) = (0, 0, false, false);
            return;
        }

        _count++;
        _sum += milliseconds;
        _full |= full;
        _line |= inLine;
        if (_count < Math.Clamp(_value * _value, LeastWindow, LargestWindow))
            return;
        if (_alone is { } measure)
            Adjust(_sum / _count * (_line ? (double)_value / (_value + 1) : 1), measure); // Less what those inside waited for each other in line.
        else if (_full)
            _probing = ProbeFrames; // Sessions came all at once, and none was alone yet.
        (_count, _sum, _full, _line) = (0, 0, false, false);
    }

    private void Adjust(double mean, double alone)
    {
        _windows++;
        _mean = _mean is { } before ? before + (Smoothing * (mean - before)) : mean;
        if (_tried is { } former && Gain(former, (_value, mean)) < LeastGain)
        {
            Change(former.Value);
            _rest = _restAfterFall = Math.Min(MostRest, 2 * _restAfterFall);
            return;
        }

        if (_tried != null)
            (_tried, _restAfterFall) = (null, LeastRest);
        if (_fell is { } higher && _windows == WindowsAfterFall)
        {
            _fell = null;
            if (_full && Gain((_value, _mean.Value), higher) > MostLoss)
            {
                _alone = Math.Max(alone, _mean.Value);
                _rest = 0;
                Change(higher.Value);
                return;
            }
        }

        if (mean > Tolerance * alone && _value > Least)
        {
            _fell ??= (_value, mean);
            Change(Math.Max(Least, Math.Min(_value - 1, (int)(_value * Math.Max(0.5, Tolerance * alone / mean)))));
            _rest = _restAfterFall = LeastRest;
        }
        else if (_rest > 0)
        {
            _rest = Math.Max(0, _rest - (_count / Math.Max(LeastWindow, _value)));
        }
        else if (_full && _fell is null)
        {
            var now = (_value, _mean.Value);
            Change(Math.Min(Most, _value + Math.Max(1, _value / 10)));
            _tried = now;
        }
    }

    /// <summary>How many more frames get through at the higher limit than at the lower one, as a part of how many more it lets in.</summary>
    private static double Gain((int Value, double Mean) lower, (int Value, double Mean) higher)
    {
        var more = (double)higher.Value / lower.Value;
        return ((more / (higher.Mean / lower.Mean)) - 1) / (more - 1);
    }

    private void Change(int value)
    {
        _value = value;
        (_mean, _tried, _windows) = (null, null, 0);
        _changed = time.GetTimestamp();
    }
}
