using EmotionGrpc.TestSupport;
using OpenCvSharp;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>The face of the one person in the sample video.</summary>
internal static class SampleFaces
{
    /// <summary>Faces of 96x96 pixels, BGR. He sits still up to frame 500, so that one square holds.</summary>
    public static IReadOnlyList<Mat> Of(params int[] frames)
    {
        var faces = new Dictionary<int, Mat>();
        foreach (var (i, frame) in Video.Frames(Repository.SampleVideo).Index().Take(frames.Max() + 1))
        {
            if (frames.Contains(i))
                faces[i] = Cut(frame, new Rect(140, 115, 125, 125));
        }

        return [.. frames.Select(i => faces[i])];
    }

    /// <summary>Cuts a square out and gives it the size that the model wants.</summary>
    public static Mat Cut(Mat frame, Rect square)
    {
        using var face = new Mat(frame, square);
        return face.Resize(new Size(FaceSamples.Side, FaceSamples.Side), interpolation: InterpolationFlags.Area);
    }
}
