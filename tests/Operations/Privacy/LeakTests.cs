using System.Globalization;
using System.Text;
using EmotionGrpc.Operations.Tests.Suite;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Operations.Tests.Privacy;

/// <summary>What a talkative run (all logs, every frame traced) gives away: nothing of the pictures, of the people in them, or of credentials.</summary>
[Collection(ObservedCollection.Name)]
public sealed class LeakTests(ObservedSuite suite)
{
    private const long FolderBlocks = 16 * 4096;

    [Fact]
    public async Task Outputs_OfARun_HoldNothingOfPicturesFindingsOrKeys()
    {
        var outputs = await OutputsAsync();
        // The run was talkative indeed, or there would be nothing to find.
        Assert.All(suite.Services.Values, s => Assert.Contains("\"LogLevel\":\"Trace\"", s.Output, StringComparison.Ordinal));
        Assert.True(outputs["traces"].Length > 10_000);

        var fragments = ContentFragments.OfPictures(suite.Camera).Concat(ContentFragments.OfFindings(suite.Camera)).Append(Encoding.ASCII.GetBytes(suite.Key.Text)).ToList();
        Assert.True(fragments.Count > 1000, $"{fragments.Count} fragments.");
        foreach (var (name, bytes) in outputs)
        {
            foreach (var fragment in fragments)
                Assert.True(bytes.AsSpan().IndexOf(fragment) < 0, $"The {name} hold {Encoding.Latin1.GetString(fragment)}.");
        }
    }

    [Fact]
    public void Search_InWhatWasSent_FindsTheFragments()
    {
        // The search itself is sound: what it looks for is in the pictures.
        var sent = suite.Camera.Pictures.SelectMany(p => p.ToByteArray()).ToArray();
        var encoded = Encoding.ASCII.GetBytes(string.Concat(suite.Camera.Pictures.Select(p => p.Data.ToBase64())));
        var fragments = ContentFragments.OfPictures(suite.Camera).ToList();
        Assert.True(fragments.Count(f => sent.AsSpan().IndexOf(f) >= 0) > 100);
        Assert.True(fragments.Count(f => encoded.AsSpan().IndexOf(f) >= 0) > 100);
    }

    [Fact]
    public void Processes_OfARun_WroteNoFile()
    {
        // Sockets and pipes of .NET's diagnostics are no files with content.
        foreach (var folder in (string[])[suite.WorkingDirectory, suite.TemporaryDirectory])
            Assert.DoesNotContain(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), f => new FileInfo(f).Length > 0);
        // Whatever folder it may be in. A few blocks belong to the folder that the sockets of .NET's diagnostics are in, more of them on a busy machine; the pictures are many times as much.
        Assert.All(suite.Services, s => Assert.InRange(BytesWritten(s.Value.Id), 0, FolderBlocks));
        Assert.True(suite.Camera.Pictures.Sum(p => p.Data.Length) > 10 * FolderBlocks);
    }

    /// <summary>Bytes that the process caused to be written to a disk, by the kernel's count.</summary>
    private static long BytesWritten(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/io").Single(l => l.StartsWith("write_bytes: ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    private async Task<Dictionary<string, byte[]>> OutputsAsync()
    {
        var outputs = new Dictionary<string, byte[]> { ["traces"] = suite.Collector.Bytes };
        foreach (var (name, service) in suite.Services)
        {
            outputs[$"logs of {name}"] = Encoding.UTF8.GetBytes(service.Output);
            outputs[$"metrics of {name}"] = Encoding.UTF8.GetBytes(await suite.ScrapeAsync(name));
        }

        return outputs;
    }
}
