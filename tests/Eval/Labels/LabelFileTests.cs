using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Labels;

namespace EmotionGrpc.Eval.Tests.Labels;

public sealed class LabelFileTests : IDisposable
{
    private readonly FileInfo _file = new(Path.GetTempFileName());

    [Fact]
    public void Read_FurtherColumnsInAnyOrder_AreIgnored()
    {
        var rows = Read("actor,Label,path\n1, happy ,a.mp4\n2,sad,b.mp4\n");

        Assert.Equal([("a.mp4", "happy"), ("b.mp4", "sad")], rows.Select(r => (r.Path, r.Label)));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("path,label\n", "has a header but no rows")]
    [InlineData("file,label\na,b\n", "no column path")]
    [InlineData("path,emotion\na,b\n", "no column label")]
    [InlineData("path,label\na.jpg,sad\nb.jpg\n", "line 3")]
    [InlineData("path,label\na.jpg,sad\n,sad\n", "line 3: the path is empty")]
    public void Read_UnusableFile_SaysWhatIsWrong(string text, string expected)
    {
        var e = Assert.Throws<EvalException>(() => Read(text));

        Assert.Equal(ExitCode.Data, e.ExitCode);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoSuchFile_SaysSo()
    {
        _file.Delete();

        Assert.Equal(ExitCode.Data, Assert.Throws<EvalException>(() => LabelFile.Read(_file, "label")).ExitCode);
    }

    public void Dispose() => _file.Delete();

    private IReadOnlyList<LabelRow> Read(string text)
    {
        File.WriteAllText(_file.FullName, text);
        return LabelFile.Read(_file, "label");
    }
}
