namespace EmotionGrpc.Edge.Commands;

/// <summary>What the program tells its caller; documented in its help.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int SourceNotOpened = 3;
    public const int ServerNotReachable = 4;
}
