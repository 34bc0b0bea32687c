using EmotionGrpc.Hosting;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Reloading;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace EmotionGrpc.Inference;

/// <summary>Registers what services with models have in common.</summary>
public static class InferenceExtensions
{
    /// <summary>Reads the sections Models and Batching, and watches over the service's <see cref="LiveModels"/>.</summary>
    public static void AddInference(this WebApplicationBuilder builder)
    {
        builder.AddSection<ModelOptions>("Models");
        builder.AddSection<BatchOptions>("Batching");
        builder.Services.AddSingleton<LiveModels>();
        builder.Services.AddHostedService<ModelWatch>();
    }
}
