using EmotionGrpc.Edge.Results;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Chooses an encoder: H.264 by the ffmpeg program, which plays in browsers, else MPEG-4 by OpenCV.</summary>
internal static class VideoSinks
{
    public static IVideoSink Open(string path, Size size, double framesPerSecond)
    {
        OutputFile.CreateFolder(path);
        return FfmpegSink.IsAvailable ? new FfmpegSink(path, size, framesPerSecond) : new OpenCvSink(path, size, framesPerSecond);
    }
}
