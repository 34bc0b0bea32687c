namespace EmotionGrpc.Edge.Tests.Commands;

/// <summary>Tests that catch the console's output run one after the other.</summary>
[CollectionDefinition(nameof(Console), DisableParallelization = true)]
public sealed class ConsoleTests;
