using System.Buffers;
using System.Runtime.CompilerServices;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Inference.Images;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Faces;

/// <summary>Runs the face detector on a square of the frame.</summary>
internal static class FaceNetwork
{
    /// <summary>Faces of at least a score within the square, best first, in pixels of the frame.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<List<DetectedFace>> FindAsync(Mat frame, SquareRegion region, float threshold, FrameWork work)
    {
        var model = work.Models.Face;
        var input = model.Manifest.Input;
        var tensor = ArrayPool<float>.Shared.Rent(model.ItemLength);
        using (var cut = region.Cut(frame, input.Width, input.Height))
            PixelTensor.ToFloat(cut, input, tensor);
        var faces = await work.RunAsync(model, tensor, outputs => BlazeFaceDecoder.Decode(work.Count(outputs), threshold));
        for (var i = 0; i < faces.Count; i++)
            faces[i] = ToFrame(faces[i], region);
        return faces;
    }

    private static DetectedFace ToFrame(DetectedFace face, SquareRegion region)
    {
        var center = region.ToFrame(face.Box.CenterX, face.Box.CenterY);
        return new DetectedFace(
            BoundingBox.FromCenter(center.X, center.Y, face.Box.Width * region.Side, face.Box.Height * region.Side),
            face.Score,
            Array.ConvertAll(face.Landmarks, p => region.ToFrame(p.X, p.Y)));
    }
}
