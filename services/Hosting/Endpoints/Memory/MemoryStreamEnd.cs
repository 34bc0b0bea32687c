using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace EmotionGrpc.Hosting.Endpoints.Memory;

/// <summary>The client's end of a connection within the process.</summary>
/// <param name="reader">What the server says.</param>
/// <param name="writer">What it is told.</param>
/// <param name="closed">Called when the client closes its end.</param>
internal sealed class MemoryStreamEnd(PipeReader reader, PipeWriter writer, Action closed) : Stream
{
    private readonly Lock _lock = new();
    private volatile Exception? _aborted;
    private volatile bool _disposed;
    private bool _reading;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Ends the connection under the client, as a reset does. What the server has said before can still be read.</summary>
    public void Abort(Exception why)
    {
        _aborted = new IOException("The server has aborted the connection.", why);
        writer.Complete();
        lock (_lock)
        {
            if (!_disposed)
                reader.CancelPendingRead();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _reading = true;
        }

        try
        {
            while (true)
            {
                if (!reader.TryRead(out var result))
                    result = _aborted is { } aborted ? throw aborted : await reader.ReadAsync(cancellationToken);
                ObjectDisposedException.ThrowIf(_disposed, this);
                var taken = result.Buffer.Slice(0, Math.Min(buffer.Length, result.Buffer.Length));
                var count = (int)taken.Length;
                taken.CopyTo(buffer.Span);
                var woken = result is { IsCanceled: true, IsCompleted: false, Buffer.IsEmpty: true };
                reader.AdvanceTo(taken.End);
                if (!woken)
                    return count;
            }
        }
        finally
        {
            lock (_lock)
            {
                _reading = false;
                if (_disposed)
                    reader.Complete();
            }
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_aborted is { } aborted)
            throw aborted;
        var result = await writer.WriteAsync(buffer, cancellationToken);
        if (result.IsCompleted)
            throw new IOException("The server has closed the connection.");
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // What is written is there.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && End())
            closed();
        base.Dispose(disposing);
    }

    private bool End()
    {
        lock (_lock)
        {
            if (_disposed)
                return false;
            _disposed = true;
            // Whoever reads wakes up, sees it, and completes the reader after that.
            if (_reading)
                reader.CancelPendingRead();
            else
                reader.Complete();
        }

        writer.Complete();
        return true;
    }
}
