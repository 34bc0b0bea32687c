using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Inference.Reloading;

/// <summary>Looks regularly whether new versions of the models are there, and tells what came of them.</summary>
internal sealed class ModelWatch(LiveModels models, IOptions<ModelOptions> options, TimeProvider time, ILogger<ModelWatch> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var model in models.All)
            TellPrecision(model);
        if (!options.Value.Reload)
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ReloadSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var model in models.All)
                await LookAsync(model);
        }
    }

    private async Task LookAsync(ILiveModel model)
    {
        if (await model.LookAsync() is not { } outcome)
            return;
        var name = model.Manifest.Name;
        ModelMetrics.Reloaded(name, outcome.Fault is null);
        if (outcome.Fault is { } fault)
        {
            ModelLog.Refused(logger, name, outcome.Before, model.Folder, fault);
            return;
        }

        ModelLog.Replaced(logger, name, outcome.Before, outcome.After);
        TellPrecision(model);
    }

    private void TellPrecision(ILiveModel model)
    {
        if (ModelPrecision.AsksForVariant(options.Value) && model.Precision != options.Value.Precision)
            ModelLog.NoVariant(logger, options.Value.Precision, model.Manifest.Name, model.Precision);
    }
}
