using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Inference.Images;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Faces;

/// <summary>Runs the face detector on a square of the frame.</summary>
internal static class FaceNetwork
{
    /// <summary>Faces of at least a score within the square, best first, in pixels of the frame.</summary>
    public static async Task<List<DetectedFace>> FindAsync(Mat frame, SquareRegion region, float threshold, FrameWork work)
    {
        var model = work.Models.Face;
        var input = model.Manifest.Input;
        float[] tensor;
        using (var cut = region.Cut(frame, input.Width, input.Height))
            tensor = PixelTensor.ToFloat(cut, input);
        var result = await model.RunAsync(tensor, work.Session, work.CancellationToken);
        work.Clock.AddModelTime(result.ModelMilliseconds);

        // Exporters name and order the outputs differently; their lengths tell what they are. The finer grid, which has more anchors, comes first.
        var parts = result.Outputs.OrderByDescending(o => o.Length).ToArray();
        var half = parts.Length / 2;
        return [.. BlazeFaceDecoder.Decode(parts[half..], parts[..half], threshold).Select(f => ToFrame(f, region))];
    }

    private static DetectedFace ToFrame(DetectedFace face, SquareRegion region)
    {
        var center = region.ToFrame(face.Box.CenterX, face.Box.CenterY);
        return new DetectedFace(
            BoundingBox.FromCenter(center.X, center.Y, face.Box.Width * region.Side, face.Box.Height * region.Side),
            face.Score,
            [.. face.Landmarks.Select(p => region.ToFrame(p.X, p.Y))]);
    }
}
