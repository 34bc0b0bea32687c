namespace EmotionGrpc.Eval.Tests.EndToEnd;

/// <summary>Tests that share one running suite.</summary>
[CollectionDefinition(Name)]
public sealed class SuiteTests : ICollectionFixture<RunningSuite>
{
    public const string Name = "running suite";
}
