using System.Net;
using System.Net.Sockets;

namespace EmotionGrpc.Eval.Tests.EndToEnd;

public sealed class ExitCodeTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("emotion-eval-");

    [Fact]
    public async Task Run_NoServer_SaysThatItDoesNotAnswer()
    {
        // Bound, but not listening: connections are refused, and nobody else can take the port.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var server = $"http://{socket.LocalEndPoint}";

        var run = await EvalProgram.RunAsync("faces", "--server", server, "--data", _data.FullName, "--labels", Labels("a.jpg,happy"), "--json");

        Assert.StartsWith($"The suite at {server}/ does not answer (", run.Sentence(4), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--server is 'nowhere'; it must be http://HOST:PORT or https://HOST:PORT.", "faces", "--server", "nowhere", "--data", ".", "--labels", "x")]
    [InlineData("--segments is '65'; it must be a whole number from 0 to 64.", "clips", "--segments", "65", "--data", ".", "--labels", "x")]
    [InlineData("--parallel is 'x'; it must be a whole number from 1 to 64.", "faces", "--parallel", "x", "--data", ".", "--labels", "x")]
    [InlineData("--expect-mask is 'maybe'; it must be with or without.", "detection", "--expect-mask", "maybe", "--data", ".")]
    [InlineData("--sheet is 'a.txt'; its name must end in .jpg, .jpeg or .png.", "detection", "--sheet", "a.txt", "--data", ".")]
    public async Task Run_WrongValue_SaysWhatIsAllowed(string expected, params string[] args) =>
        Assert.Equal(expected, (await EvalProgram.RunAsync(args)).Sentence(2));

    [Theory]
    [InlineData]
    [InlineData("faces")]
    [InlineData("smells")]
    [InlineData("tracks")]
    [InlineData("faces", "--data", ".", "--labels", "x", "--colour")]
    public async Task Run_WrongUsage_SaysSo(params string[] args) => Assert.NotEmpty((await EvalProgram.RunAsync(args)).Sentence(2));

    [Fact]
    public async Task Run_NoSuchFolder_NamesIt()
    {
        var run = await EvalProgram.RunAsync("detection", "--data", Path.Combine(_data.FullName, "absent"));

        Assert.StartsWith("There is no folder ", run.Sentence(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FolderWithoutPictures_SaysWhatWasLookedFor()
    {
        var run = await EvalProgram.RunAsync("detection", "--data", _data.FullName);

        Assert.Contains("holds no pictures; looked for .jpg, ", run.Sentence(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoSuchLabelFile_NamesIt()
    {
        var run = await EvalProgram.RunAsync("clips", "--data", _data.FullName, "--labels", Path.Combine(_data.FullName, "absent.csv"));

        Assert.StartsWith("The label file cannot be read: ", run.Sentence(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Help_ListsTheCommands()
    {
        var run = await EvalProgram.RunAsync("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.All(["faces", "clips", "detection", "tracks"], c => Assert.Contains(c, run.Output, StringComparison.Ordinal));
    }

    public void Dispose() => _data.Delete(recursive: true);

    private string Labels(string rows)
    {
        var path = Path.Combine(_data.FullName, "labels.csv");
        File.WriteAllText(path, $"path,label\n{rows}\n");
        return path;
    }
}
