namespace EmotionGrpc.Edge.Live;

/// <summary>Shows nothing: another program reads the output.</summary>
internal sealed class QuietView : IRunView
{
    public Task ShowAsync(Task run) => run;
}
