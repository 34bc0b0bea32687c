using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Operations.Tests.Suite;

/// <summary>An API key, made as an operator makes it.</summary>
internal sealed record GatewayKey(string Path, string Text)
{
    public static async Task<GatewayKey> MakeAsync(string path)
    {
        var (exit, line, told) = await BuiltProgram.RunAsync(
            "services/Gateway", "EmotionGrpc.Gateway", "key", "new", "--name", "tester", "--scopes", "recognize,watch,score,detect,admin");
        Assert.Equal(0, exit);
        await File.WriteAllTextAsync(path, line + "\n");
        return new GatewayKey(path, told[(told.LastIndexOf(' ') + 1)..]);
    }
}
