using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Models;

namespace EmotionGrpc.Detection.Models;

/// <summary>Runs every model once before the service listens: a network of another shape stops the start, and the first frame is not slow.</summary>
internal sealed class ModelProbe(DetectionModels models, Readiness readiness) : IHostedService
{
    // BlazeFace comes with its two feature maps apart or joined.
    private static readonly int[][] s_faceShapes = [[384, 512, 384 * 16, 512 * 16], [896, 896 * 16]];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ProbeAsync(models.Pose, [[Pose.PoseDecoder.Rows * Pose.PoseDecoder.RowLength]], cancellationToken);
        await ProbeAsync(models.Face, s_faceShapes, cancellationToken);
        if (models.Mask is { } mask)
        {
            if (!mask.Manifest.Labels.Order(StringComparer.Ordinal).SequenceEqual(["with-mask", "without-mask"]))
                throw new ModelException($"Model '{mask.Manifest.Name}' must have the labels without-mask and with-mask, not {string.Join(", ", mask.Manifest.Labels)}.");
            await ProbeAsync(mask, [[2]], cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ProbeAsync<T>(BatchRunner<T> model, int[][] shapes, CancellationToken cancellationToken)
        where T : unmanaged
    {
        var name = model.Manifest.Name;
        BatchResult result;
        try
        {
            result = await model.RunAsync(new T[model.ItemLength], "probe", cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ModelException($"Model '{name}' cannot be run: {e.Message}", e);
        }

        var lengths = result.Outputs.Select(o => o.Length).Order().ToArray();
        if (!shapes.Any(s => s.SequenceEqual(lengths)))
            throw new ModelException($"Model '{name}' is not of the kind '{model.Manifest.Task}': its outputs have {string.Join(", ", lengths)} values.");
        readiness.Present($"model {name}");
    }
}
