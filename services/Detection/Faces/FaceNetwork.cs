using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Models;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Inference.Images;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Faces;

/// <summary>Runs the face detector on a square of the frame.</summary>
internal sealed class FaceNetwork(DetectionModels models)
{
    /// <summary>Faces of at least a score within the square, best first, in pixels of the frame.</summary>
    public async Task<List<DetectedFace>> FindAsync(
        Mat frame, SquareRegion region, float threshold, string session, StageClock clock, CancellationToken cancellationToken)
    {
        var input = models.Face.Manifest.Input;
        float[] tensor;
        using (var cut = region.Cut(frame, input.Width, input.Height))
            tensor = PixelTensor.ToFloat(cut, input);
        var result = await models.Face.RunAsync(tensor, session, cancellationToken);
        clock.AddModelTime(result.ModelMilliseconds);

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
