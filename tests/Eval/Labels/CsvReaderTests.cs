using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Labels;

namespace EmotionGrpc.Eval.Tests.Labels;

public sealed class CsvReaderTests
{
    [Fact]
    public void Read_QuotedFields_KeepsCommasQuotesAndLineBreaks()
    {
        var rows = CsvReader.Read("path,label\n\"a, \"\"b\"\".jpg\",happy\n\"two\nlines.jpg\",sad\nlast.jpg,fear", "x.csv");

        Assert.Equal(["a, \"b\".jpg", "happy"], rows[1].Fields);
        Assert.Equal(["two\nlines.jpg", "sad"], rows[2].Fields);
        Assert.Equal(["last.jpg", "fear"], rows[3].Fields);
        Assert.Equal([1, 2, 3, 5], rows.Select(r => r.Line));
    }

    [Theory]
    [InlineData("a,b\r\nc,d\r\n")]
    [InlineData("\uFEFFa,b\nc,d")]
    [InlineData("a,b\n\n\nc,d\n\n")]
    [InlineData("a,b\rc,d\r")]
    [InlineData("\"a\",\"b\"\r\n\"c\",\"d\"\r\n")]
    public void Read_LineEndsMarksAndEmptyLines_GivesTheSameRows(string text)
    {
        var rows = CsvReader.Read(text, "x.csv");

        Assert.Equal(2, rows.Count);
        Assert.Equal(["a", "b"], rows[0].Fields);
        Assert.Equal(["c", "d"], rows[1].Fields);
    }

    [Fact]
    public void Read_EmptyFields_AreKept() => Assert.Equal(["", "x", "", ""], CsvReader.Read(",x,\"\",", "x.csv").Single().Fields);

    [Fact]
    public void Read_EmptyText_GivesNoRows() => Assert.Empty(CsvReader.Read("", "x.csv"));

    [Fact]
    public void Read_QuoteNotClosed_NamesTheLine()
    {
        var e = Assert.Throws<EvalException>(() => CsvReader.Read("a,b\nc,\"d\ne", "x.csv"));

        Assert.Equal(ExitCode.Data, e.ExitCode);
        Assert.StartsWith("x.csv, line 2:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TextAfterClosingQuote_NamesTheLine()
    {
        var e = Assert.Throws<EvalException>(() => CsvReader.Read("a,b\n\"c\"d,e", "x.csv"));

        Assert.StartsWith("x.csv, line 2:", e.Message, StringComparison.Ordinal);
    }
}
