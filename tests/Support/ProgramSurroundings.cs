namespace EmotionGrpc.TestSupport;

/// <summary>Where a program runs.</summary>
/// <param name="WorkingDirectory">Its working directory.</param>
/// <param name="Environment">Variables that it gets beside those of the tests.</param>
/// <param name="Yields">Whether it gives way where the program that started it wants the same processor.</param>
/// <param name="Processors">How many of the machine's processors it may use, from the first on; null: all.</param>
public sealed record ProgramSurroundings(string WorkingDirectory, IReadOnlyDictionary<string, string> Environment, bool Yields = false, int? Processors = null);
