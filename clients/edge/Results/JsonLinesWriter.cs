using System.Text;
using EmotionGrpc.Edge.Streaming;
using Google.Protobuf;

namespace EmotionGrpc.Edge.Results;

/// <summary>Writes one line per frame: the answer as RecognizeResponse in the proto3 JSON mapping. Never a picture.</summary>
internal sealed class JsonLinesWriter : IRunObserver
{
    private readonly StreamWriter _writer;

    public JsonLinesWriter(string path, bool append = false)
    {
        _writer = new StreamWriter(OutputFile.Create(path, append), new UTF8Encoding(false)) { NewLine = "\n", AutoFlush = true };
    }

    public ValueTask OnSendingAsync(SentFrame frame, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void OnAnswer(FrameOutcome outcome) => _writer.WriteLine(JsonFormatter.Default.Format(outcome.Answer.ToMessage()));

    public async ValueTask CompleteAsync() => await _writer.FlushAsync();

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
