using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace EmotionGrpc.Hosting.Endpoints.Memory;

/// <summary>A connection within the process, as the server sees it: two pipes, no system calls.</summary>
internal sealed class MemoryConnection : ConnectionContext
{
    // A raw crop or a picture fits; a reader that lags behind holds its writer up as a full socket does.
    private static readonly PipeOptions s_pipe = new(
        pauseWriterThreshold: 1024 * 1024, resumeWriterThreshold: 512 * 1024, minimumSegmentSize: 32 * 1024, useSynchronizationContext: false);

    private readonly Pipe _toServer = new(s_pipe);
    private readonly Pipe _toClient = new(s_pipe);
    private readonly CancellationTokenSource _closed = new();

    public MemoryConnection(MemoryEndPoint endPoint)
    {
        Transport = new Pair(_toServer.Reader, _toClient.Writer);
        Client = new MemoryStreamEnd(_toClient.Reader, _toServer.Writer, Close);
        ConnectionId = Guid.NewGuid().ToString("N");
        LocalEndPoint = endPoint;
        ConnectionClosed = _closed.Token;
    }

    /// <summary>The client's end.</summary>
    public MemoryStreamEnd Client { get; }

    public override IDuplexPipe Transport { get; set; }

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override void Abort(ConnectionAbortedException abortReason)
    {
        Client.Abort(abortReason);
        Close();
    }

    public override async ValueTask DisposeAsync()
    {
        await _toServer.Reader.CompleteAsync();
        await _toClient.Writer.CompleteAsync();
        await base.DisposeAsync();
    }

    // Not here: the caller may hold locks that those who are told need.
    private void Close() => ThreadPool.UnsafeQueueUserWorkItem(static closed => closed.Cancel(), _closed, preferLocal: false);

    private sealed record Pair(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
