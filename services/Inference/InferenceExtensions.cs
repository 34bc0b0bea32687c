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
    /// <summary>Reads the sections Models and Batching, and watches over the models that <see cref="AddLiveModel{T}"/> adds.</summary>
    public static void AddInference(this WebApplicationBuilder builder)
    {
        builder.AddSection<ModelOptions>("Models");
        builder.AddSection<BatchOptions>("Batching");
        builder.Services.AddHostedService<ModelWatch>();
    }

    /// <summary>Adds a model whose new versions are put into service while requests run.</summary>
    public static void AddLiveModel<T>(this IServiceCollection services, Func<IServiceProvider, LiveModel<T>> load)
        where T : class, IServedModel
    {
        services.AddSingleton(load);
        services.AddSingleton<ILiveModel>(provider => provider.GetRequiredService<LiveModel<T>>());
    }
}
