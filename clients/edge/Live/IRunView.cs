namespace EmotionGrpc.Edge.Live;

/// <summary>Shows a run while it goes.</summary>
internal interface IRunView
{
    /// <summary>Shows until the run has ended.</summary>
    Task ShowAsync(Task run);
}
