namespace EmotionGrpc.Operations.Tests.Suite;

/// <summary>Tests that look at one and the same run.</summary>
[CollectionDefinition(Name)]
public sealed class ObservedCollection : ICollectionFixture<ObservedSuite>
{
    public const string Name = "observed suite";
}
