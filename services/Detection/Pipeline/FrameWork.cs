using EmotionGrpc.Detection.Models;
using EmotionGrpc.Inference.Batching;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>What goes with a frame through all its stages.</summary>
/// <param name="Models">What it is examined by.</param>
/// <param name="Session">Whose frame it is; sessions take turns at the models.</param>
/// <param name="Clock">Measures its stages.</param>
/// <param name="CancellationToken">Gives the frame up.</param>
internal sealed record FrameWork(FrameModels Models, string Session, StageClock Clock, CancellationToken CancellationToken)
{
    /// <summary>Runs a model on one item of the frame.</summary>
    /// <param name="model">One of the frame's models.</param>
    /// <param name="input">Rented from <see cref="System.Buffers.ArrayPool{T}.Shared"/>; it belongs to the run from here on.</param>
    /// <param name="read">Takes the answer out of the outputs.</param>
    /// <param name="state">For the reader.</param>
    /// <returns>To be awaited once.</returns>
    public ValueTask<TResult> RunAsync<T, TState, TResult>(BatchRunner<T> model, T[] input, OutputReader<TState, TResult> read, TState state)
        where T : unmanaged =>
        model.RunAsync(
            new BatchItem<T>(input, [], Evidence: false),
            Session,
            static (outputs, all) =>
            {
                all.Clock.AddModelTime(outputs.ModelMilliseconds);
                return all.Read(outputs, all.State);
            },
            (Clock, Read: read, State: state),
            CancellationToken);
}
