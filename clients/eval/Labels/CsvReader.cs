using System.Text;
using EmotionGrpc.Eval.CommandLine;

namespace EmotionGrpc.Eval.Labels;

/// <summary>Reads comma-separated values as RFC 4180 says: quoted fields may hold commas, doubled quotes and line breaks.</summary>
internal static class CsvReader
{
    /// <summary>Reads all rows; empty lines are left out.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="name">The file's name, for messages.</param>
    public static List<CsvRow> Read(string text, string name)
    {
        var rows = new List<CsvRow>();
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        var line = 1;
        while (at < text.Length)
        {
            var first = line;
            var fields = new List<string>();
            bool more;
            do
            {
                fields.Add(at < text.Length && text[at] == '"' ? ReadQuoted(text, ref at, ref line, name) : ReadPlain(text, ref at));
                more = at < text.Length && text[at] == ',';
                if (more)
                    at++;
            }
            while (more);

            if (at < text.Length && text[at] is not ('\r' or '\n'))
                throw new EvalException(ExitCode.Data, $"{name}, line {line}: after a closing quote only a comma or the end of the line is allowed.");
            if (at < text.Length)
            {
                at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
                line++;
            }

            if (fields is not [{ Length: 0 }])
                rows.Add(new CsvRow(first, fields));
        }

        return rows;
    }

    private static string ReadPlain(string text, ref int at)
    {
        var length = text.AsSpan(at).IndexOfAny(",\r\n");
        var field = length < 0 ? text[at..] : text.Substring(at, length);
        at += field.Length;
        return field;
    }

    private static string ReadQuoted(string text, ref int at, ref int line, string name)
    {
        var first = line;
        var field = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                if (at + 1 == text.Length || text[at + 1] != '"')
                {
                    at++;
                    return field.ToString();
                }

                at++;
            }
            else if (text[at] == '\n')
            {
                line++;
            }

            field.Append(text[at]);
        }

        throw new EvalException(ExitCode.Data, $"{name}, line {first}: a quoted field is not closed; a quote within one is written twice.");
    }
}
