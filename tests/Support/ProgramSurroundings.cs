namespace EmotionGrpc.TestSupport;

/// <summary>Where a program runs.</summary>
/// <param name="WorkingDirectory">Its working directory.</param>
/// <param name="Environment">Variables that it gets beside those of the tests.</param>
public sealed record ProgramSurroundings(string WorkingDirectory, IReadOnlyDictionary<string, string> Environment);
