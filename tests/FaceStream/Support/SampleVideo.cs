using OpenCvSharp;

namespace EmotionGrpc.Streams.Tests;

/// <summary>Frames of the sample video that ships with the edge client.</summary>
internal static class SampleVideo
{
    /// <summary>The face of the one person, 112x112 BGR. He sits still up to frame 500, so that one square holds.</summary>
    public static IReadOnlyList<Mat> Faces(params int[] frames)
    {
        using var video = new VideoCapture(Find());
        Assert.True(video.IsOpened(), "The sample video cannot be opened.");
        var faces = new Dictionary<int, Mat>();
        using var frame = new Mat();
        for (var i = 0; i <= frames.Max() && video.Read(frame); i++)
        {
            if (!frames.Contains(i))
                continue;
            using var face = new Mat(frame, new Rect(140, 115, 125, 125));
            faces[i] = face.Resize(new Size(112, 112), interpolation: InterpolationFlags.Area);
        }

        return [.. frames.Select(i => faces[i])];
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "clients", "edge", "samples", "webcam.mp4");
            if (File.Exists(path))
                return path;
        }

        throw new FileNotFoundException("clients/edge/samples/webcam.mp4 is not above the tests.");
    }
}
