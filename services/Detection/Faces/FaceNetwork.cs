using System.Buffers;
using System.Runtime.CompilerServices;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
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
        region.Cut(frame, input, tensor);
        var faces = await work.RunAsync(model, tensor, BlazeFaceDecoder.Decode, threshold);
        for (var i = 0; i < faces.Count; i++)
            faces[i] = ToFrame(faces[i], region);
        return faces;
    }

    /// <param name="face">Fresh from the network: its landmarks are moved in place.</param>
    /// <param name="region">Where the network looked.</param>
    private static DetectedFace ToFrame(DetectedFace face, SquareRegion region)
    {
        foreach (ref var landmark in face.Landmarks.AsSpan())
            landmark = region.ToFrame(landmark.X, landmark.Y);
        var center = region.ToFrame(face.Box.CenterX, face.Box.CenterY);
        return new DetectedFace(
            BoundingBox.FromCenter(center.X, center.Y, face.Box.Width * region.Side, face.Box.Height * region.Side),
            face.Score,
            face.Landmarks);
    }
}
