using EmotionGrpc.Gateway.Access;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Gateway.Tests.Commands;

public sealed class KeyCommandTests
{
    [Fact]
    public async Task New_Name_WritesALineThatHoldsTheKeyOnlyAsHash()
    {
        var (exitCode, line, told) = await RunAsync("--name", "door", "--scopes", "recognize,admin", "--expires", "2999-12-31");
        Assert.Equal(0, exitCode);
        var key = told[told.IndexOf(ApiKey.Prefix, StringComparison.Ordinal)..];
        Assert.DoesNotContain(key, line);
        var record = ApiKeys.Read(line).Find(key);
        Assert.Equal("door", record?.Name);
        Assert.Equal(["recognize", "admin"], record?.Scopes);
        Assert.Equal(new DateTimeOffset(3000, 1, 1, 0, 0, 0, TimeSpan.Zero), record?.Expires);
    }

    [Theory]
    [InlineData("--name is not a name; allowed are", "--name", "a b")]
    [InlineData("--scopes has an unknown one; allowed are", "--name", "a", "--scopes", "everything")]
    [InlineData("--expires must be a day to come", "--name", "a", "--expires", "2001-01-01")]
    public async Task New_WrongArgument_WritesNothing(string sentence, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.StartsWith(sentence, error);
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        BuiltProgram.RunAsync("services/Gateway", "EmotionGrpc.Gateway", ["key", "new", .. arguments]);
}
