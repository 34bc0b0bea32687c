using EmotionGrpc.BodyStream.Keypoints.Saved;
using EmotionGrpc.Streams.Samples;

namespace EmotionGrpc.BodyStream.Keypoints;

/// <summary>The keypoints of one track over the last window, brought onto the model's time grid.</summary>
internal sealed class KeypointWindow(TimeGrid grid)
{
    // Bounds the memory of a track (200 bytes a pose); a window of 5.5 s holds so many at 185 frames/s.
    private const int MaximumPoses = 1024;

    // Cameras and clients round capture times to milliseconds; a grid frame so near to a sample is that sample.
    private const long Near = TimeSpan.TicksPerMillisecond;

    private readonly List<Pose> _poses = [];

    /// <summary>Poses that are kept.</summary>
    public int Count => _poses.Count;

    /// <summary>Adds the newest pose, and drops those that can have no influence any more.</summary>
    public void Add(Pose pose)
    {
        CheckOrder(pose.Ticks);
        if (_poses.Count > 0 && _poses[^1].Ticks == pose.Ticks)
            _poses.RemoveAt(_poses.Count - 1);
        _poses.Add(pose);
        var old = 0;
        while (_poses[old].Ticks < pose.Ticks - grid.Reach)
            old++;
        _poses.RemoveRange(0, Math.Max(old, _poses.Count - MaximumPoses));
    }

    /// <summary>Refuses a time before the newest pose's.</summary>
    public void CheckOrder(long ticks)
    {
        if (_poses.Count == 0 || ticks >= _poses[^1].Ticks)
            return;
        var back = TimeSpan.FromTicks(_poses[^1].Ticks - ticks).TotalSeconds;
        throw new InvalidSampleException("capture_time", FormattableString.Invariant($"The capture time goes back by {back:0.000} s; a track's samples come oldest first."));
    }

    /// <summary>
    /// Brings the poses onto the grid that ends at the newest. A keypoint between two samples is interpolated linearly where both see it and they are not too
    /// far apart; it is then as sure as the less sure of the two. All else is zeros: not seen.
    /// </summary>
    /// <param name="values">Frames x 17 x (x, y, score), all zeros.</param>
    /// <returns>How many frames hold at least one keypoint.</returns>
    public int Resample(Span<float> values)
    {
        if (_poses.Count == 0)
            return 0;
        var length = values.Length / grid.Frames;
        var newest = _poses[^1].Ticks;
        var (after, filled) = (0, 0);
        for (var frame = 0; frame < grid.Frames; frame++)
        {
            var ticks = newest - grid.Offset(frame);
            while (_poses[after].Ticks < ticks)
                after++;
            if (Fill(values.Slice(frame * length, length), ticks, after))
                filled++;
        }

        return filled;
    }

    /// <summary>Writes down what later samples can make use of.</summary>
    public SavedWindow Save() => SavedPoses.Write(_poses, grid.Threshold);

    /// <summary>Goes on from what another window wrote down.</summary>
    /// <returns>False when it is not understood.</returns>
    public bool Load(SavedWindow saved)
    {
        if (saved.Ticks.Count > MaximumPoses || SavedPoses.Read(saved) is not { } poses)
            return false;
        _poses.AddRange(poses);
        return true;
    }

    private bool Fill(Span<float> frame, long ticks, int after)
    {
        var b = _poses[after];
        var a = after > 0 ? _poses[after - 1] : b;
        if (b.Ticks - ticks <= Near)
            return Interpolate(frame, b, b, 0);
        if (after == 0)
            return false;
        if (ticks - a.Ticks <= Near)
            return Interpolate(frame, a, a, 0);
        return b.Ticks - a.Ticks <= grid.MaximumGap && Interpolate(frame, a, b, (ticks - a.Ticks) / (float)(b.Ticks - a.Ticks));
    }

    private bool Interpolate(Span<float> frame, Pose a, Pose b, float share)
    {
        var any = false;
        for (var i = 0; i < frame.Length; i += PoseReader.ValuesPerJoint)
        {
            var score = Math.Min(a.Values[i + 2], b.Values[i + 2]);
            if (score < grid.Threshold)
                continue;
            frame[i] = a.Values[i] + (share * (b.Values[i] - a.Values[i]));
            frame[i + 1] = a.Values[i + 1] + (share * (b.Values[i + 1] - a.Values[i + 1]));
            frame[i + 2] = score;
            any = true;
        }

        return any;
    }
}
