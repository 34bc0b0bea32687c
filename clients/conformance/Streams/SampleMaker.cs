using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OpenCvSharp;

namespace EmotionGrpc.Conformance.Streams;

/// <summary>Makes samples as a model wants them. They show nobody; what they score does not matter, only that it is the same for the same samples.</summary>
internal sealed class SampleMaker(Model model)
{
    private const int FramesPerSecond = 25;
    private const int StatefulSamples = 3;
    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly SampleSpec _spec = model.Sample ?? new SampleSpec();

    /// <summary>The model that the samples are for.</summary>
    public Model Model => model;

    /// <summary>Samples that are certain to make a score: what the model calls a clip, and as many frames as a camera sends in that time.</summary>
    public int ClipLength => model.TemporalMode switch
    {
        TemporalMode.Clip => (int)Math.Max(1, model.ClipFrames),
        TemporalMode.Stateful => StatefulSamples,
        _ => 1,
    };

    /// <summary>Whether the model looks at a crop.</summary>
    public bool WantsCrop => _spec.Crop is not null;

    /// <summary>A sample.</summary>
    /// <param name="track">Its track.</param>
    /// <param name="sequence">Its frame, from 1: gives its place in time.</param>
    /// <param name="look">How it looks: the same number gives the same pixels and the same movement.</param>
    public Sample Make(uint track, int sequence, int look)
    {
        var sample = Empty(track, sequence);
        if (_spec.Crop is { } crop)
            sample.Crop = Crop(crop, (int)crop.Width, (int)crop.Height, look + sequence);
        if (_spec.Keypoints)
            sample.Keypoints.AddRange(Pose(sequence, look));
        return sample;
    }

    /// <summary>A sample in which the part was not found.</summary>
    public static Sample Empty(uint track, int sequence) => new()
    {
        TrackId = track,
        Sequence = (ulong)sequence,
        CaptureTime = Timestamp.FromDateTime(s_start.AddSeconds((double)sequence / FramesPerSecond)),
    };

    /// <summary>A sample that cannot be used: a crop of another size than the model wants, or a keypoint that is not a number.</summary>
    public Sample Bad(uint track, int sequence)
    {
        var sample = Make(track, sequence, look: 1);
        if (_spec.Crop is { } crop)
            sample.Crop = Crop(crop, (int)crop.Width + 3, (int)crop.Height, look: 1);
        else
            sample.Keypoints[0].X = float.NaN;
        return sample;
    }

    /// <summary>A clip that the model can score.</summary>
    public Clip Clip(uint track, int look) => new() { Samples = { Enumerable.Range(1, ClipLength).Select(i => Make(track, i, look)) } };

    private static Image Crop(CropSpec spec, int width, int height, int look)
    {
        // Soft blobs that differ from look to look: white noise looks the same to a network whatever its seed.
        using var small = new Mat(8, 8, MatType.CV_8UC3);
        var random = new Random(look);
        var bytes = new byte[8 * 8 * 3];
        random.NextBytes(bytes);
        System.Runtime.InteropServices.Marshal.Copy(bytes, 0, small.Data, bytes.Length);
        using var pixels = new Mat();
        Cv2.Resize(small, pixels, new OpenCvSharp.Size(width, height), interpolation: InterpolationFlags.Cubic);
        var image = new Image { Format = spec.Format, Width = (uint)width, Height = (uint)height };
        if (spec.Format is ImageFormat.Jpeg or ImageFormat.Png)
        {
            image.Data = ByteString.CopyFrom(pixels.ToBytes(spec.Format == ImageFormat.Png ? ".png" : ".jpg"));
            return image;
        }

        if (spec.Format == ImageFormat.Rgb24)
            Cv2.CvtColor(pixels, pixels, ColorConversionCodes.BGR2RGB);
        var raw = new byte[3 * width * height];
        System.Runtime.InteropServices.Marshal.Copy(pixels.Data, raw, 0, raw.Length);
        image.Data = ByteString.CopyFrom(raw);
        return image;
    }

    /// <summary>A person who stands and moves the arms, faster or slower by the look.</summary>
    private static IEnumerable<Keypoint> Pose(int sequence, int look)
    {
        (double X, double Y)[] joints =
        [
            (0, -90), (6, -95), (-6, -95), (14, -92), (-14, -92), (35, -50), (-35, -50), (50, 0), (-50, 0), (45, 40), (-45, 40),
            (22, 55), (-22, 55), (24, 120), (-24, 120), (25, 185), (-25, 185),
        ];
        var phase = 2 * Math.PI * sequence / FramesPerSecond * (0.3 + (0.2 * (look % 5)));
        for (var i = 0; i < joints.Length; i++)
        {
            var swing = i is >= 7 and <= 10 ? 12 + (5 * (look % 3)) : 2;
            yield return new Keypoint
            {
                Name = (KeypointName)(i + 1),
                X = (float)(320 + joints[i].X + (swing * Math.Sin(phase + i))),
                Y = (float)(200 + joints[i].Y + (swing * Math.Cos(phase))),
                Score = 0.9f,
            };
        }
    }
}
