using System.Threading.Channels;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Recognition;

/// <summary>Writes a session's answers to its call: one writer, fed by a bounded channel, so that a slow reader slows only its own session.</summary>
internal sealed class OutgoingSink : ISessionSink
{
    private const int Capacity = 32;

    private readonly Channel<RecognizeResponse> _outgoing = Channel.CreateBounded<RecognizeResponse>(Capacity);
    private readonly IServerStreamWriter<RecognizeResponse> _writer;

    public OutgoingSink(IServerStreamWriter<RecognizeResponse> writer)
    {
        _writer = writer;
        Writing = Task.Run(WriteAsync);
    }

    /// <summary>Ends when all is written, or the client is gone.</summary>
    public Task Writing { get; }

    public async ValueTask SendAsync(RecognizeResponse message)
    {
        try
        {
            await _outgoing.Writer.WriteAsync(message);
        }
        catch (ChannelClosedException)
        {
            throw new OperationCanceledException("The client is gone.");
        }
    }

    /// <summary>Nothing more will come; waits until all is written.</summary>
    public async Task CompleteAsync()
    {
        _outgoing.Writer.TryComplete();
        await Writing;
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync())
                await _writer.WriteAsync(message);
        }
        catch (Exception e)
        {
            // Whoever sends learns that nobody reads any more.
            _outgoing.Writer.TryComplete(e);
        }
    }
}
