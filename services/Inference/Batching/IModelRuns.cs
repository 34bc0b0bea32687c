namespace EmotionGrpc.Inference.Batching;

/// <summary>What <see cref="ModelThreads"/> work on.</summary>
internal interface IModelRuns
{
    /// <summary>Runs the model on what waits for it; on nothing, when an earlier run has taken it along.</summary>
    /// <param name="thread">Which of the threads this is, from 0.</param>
    void RunNext(int thread);
}
