using EmotionGrpc.Inference;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Reloading;
using EmotionGrpc.Streams.Models;
using EmotionGrpc.Streams.Samples;
using EmotionGrpc.Streams.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Streams;

/// <summary>Registers what the stream services have in common.</summary>
public static class StreamServiceExtensions
{
    /// <summary>Registers the model, which is loaded and probed before the service listens and replaced by its new versions, and the <see cref="StreamScorer"/> over it.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="description">What the stream is.</param>
    /// <param name="chooseInput">Chooses what the model is given, by its manifest; throws <see cref="ModelException"/> where the manifest does not fit.</param>
    public static void AddStream<TOptions>(
        this WebApplicationBuilder builder, StreamDescription description, Func<ModelManifest, TOptions, ISampleInput> chooseInput)
        where TOptions : StreamOptions
    {
        builder.AddInference();
        builder.Services.AddSingleton(description);
        builder.Services.AddSingleton<IOptions<StreamOptions>>(services => services.GetRequiredService<IOptions<TOptions>>());
        builder.Services.AddSingleton(services =>
        {
            var stream = services.GetRequiredService<IOptions<TOptions>>().Value;
            var models = services.GetRequiredService<IOptions<ModelOptions>>().Value;
            var batches = services.GetRequiredService<IOptions<BatchOptions>>().Value;
            return services.GetRequiredService<LiveModels>().Add(
                stream.Model, package => StreamModel.Load(package, description, manifest => chooseInput(manifest, stream), models, batches), StreamSuccessor.Check);
        });
        builder.Services.AddSingleton<StreamScorer>();
        builder.Services.AddHostedService<StreamModelStart>();
    }
}
