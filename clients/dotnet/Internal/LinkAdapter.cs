using System.Globalization;

namespace EmotionGrpc.Client.Internal;

/// <summary>
/// Decides how coarse, small and rare pictures have to be for results to be fresh: additive increase, multiplicative decrease of two shares.
/// Detail (quality, then size) pays for a slow link, pace (frame rate) for a slow server and for a link that is slow at the least detail.
/// </summary>
internal sealed class LinkAdapter
{
    private const double ScaleSteps = 8;
    // A share below this is as good as none: multiplication alone never reaches zero.
    private const double Negligible = 0.05;
    // More frames than this part were outrun by newer ones: the source is faster than what takes its frames.
    private const double OutrunShare = 0.1;

    private readonly Lock _lock = new();
    private readonly AdaptationOptions _options;
    private readonly TimeProvider _time;
    private double _detail = 1;
    private double _pace = 1;
    private long _epoch;
    private long _windowStart;
    private int _results;
    private int _offered;
    private int _outrun;
    private TimeSpan _ages;
    private TimeSpan _serverTimes;

    public LinkAdapter(AdaptationOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _epoch = _windowStart = time.GetTimestamp();
        Advice = Advise();
    }

    /// <summary>What is proposed now.</summary>
    public EncodingAdvice Advice { get; private set; }

    /// <summary>Frames handed over before this moment say nothing of the present proposal.</summary>
    public long Epoch
    {
        get
        {
            lock (_lock)
                return _epoch;
        }
    }

    /// <summary>A result came.</summary>
    /// <param name="frame">Its frame.</param>
    /// <param name="serverTime">How long the frame was in the server.</param>
    public void Result(AnsweredFrame frame, TimeSpan serverTime)
    {
        lock (_lock)
        {
            // The age of a frame that was sent again tells of the break, not of the link.
            if (frame.Resent || frame.AcceptedAt < _epoch)
                return;
            _results++;
            _ages += frame.Age;
            _serverTimes += serverTime < frame.Age ? serverTime : frame.Age;
        }
    }

    /// <summary>A frame was offered.</summary>
    /// <param name="outrun">Whether the one before it lost its place by that.</param>
    public void Offered(bool outrun)
    {
        lock (_lock)
        {
            _offered++;
            _outrun += outrun ? 1 : 0;
        }
    }

    /// <summary>A connection was opened: what was measured before it does not count.</summary>
    public void Restart()
    {
        lock (_lock)
            Begin();
    }

    /// <summary>Looks at what was measured, once in an interval.</summary>
    /// <param name="oldest">Age of the oldest unanswered frame since <see cref="Epoch"/>, if there is one.</param>
    /// <returns>The change, when there is one.</returns>
    public EncodingChange? Look(TimeSpan? oldest)
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_windowStart) < _options.Interval || Decide(oldest) is not { } reason)
                return null;
            var before = Advice;
            Advice = Advise();
            Begin();
            return Advice == before ? null : new EncodingChange(before, Advice, reason);
        }
    }

    // Null: nothing is known yet.
    private string? Decide(TimeSpan? oldest)
    {
        var stuck = oldest > _options.TargetAge;
        if (_results == 0 && !stuck)
            return null;
        var age = _results > 0 ? _ages / _results : TimeSpan.Zero;
        var server = _results > 0 ? _serverTimes / _results : TimeSpan.Zero;
        if (stuck && oldest > age)
            age = oldest.Value;
        if (age > _options.TargetAge)
        {
            var serverIsSlow = server > age - server;
            if (serverIsSlow || _detail == 0)
                _pace = Less(_pace);
            else
                _detail = Less(_detail);
            return string.Create(CultureInfo.InvariantCulture, $"results are {age.TotalMilliseconds:0} ms old, {server.TotalMilliseconds:0} ms of it in the server");
        }

        if (_outrun > OutrunShare * _offered)
        {
            _pace = Less(_pace);
            return $"{_outrun} of {_offered} frames were overtaken by newer ones before they could be sent";
        }

        if (age < _options.TargetAge / 2)
        {
            if (_pace < 1)
                _pace = Math.Min(1, _pace + _options.Increase);
            else
                _detail = Math.Min(1, _detail + _options.Increase);
        }

        return string.Create(CultureInfo.InvariantCulture, $"results are {age.TotalMilliseconds:0} ms old, so there is room");
    }

    private double Less(double share)
    {
        var less = share * _options.Decrease;
        return less < Negligible ? 0 : less;
    }

    private EncodingAdvice Advise()
    {
        // Where the size may change, the upper half of the detail is quality and the lower half size: coarse pictures keep more of a face than small ones.
        var knee = _options.MinimumScale < 1 ? 0.5 : 0;
        var quality = Between(_options.MinimumQuality, _options.MaximumQuality, (_detail - knee) / (1 - knee));
        var scale = knee > 0 ? Between(_options.MinimumScale, 1, _detail / knee) : 1;
        return new EncodingAdvice(
            (int)Math.Round(quality),
            Math.Ceiling(scale * ScaleSteps) / ScaleSteps,
            Math.Round(Math.Max(_options.MinimumFramesPerSecond, _options.MaximumFramesPerSecond * _pace), 1));
    }

    private static double Between(double least, double most, double share) => least + ((most - least) * Math.Clamp(share, 0, 1));

    private void Begin()
    {
        _epoch = _windowStart = _time.GetTimestamp();
        _results = _offered = _outrun = 0;
        _ages = _serverTimes = TimeSpan.Zero;
    }
}
