using System.Buffers;
using System.IO.Pipelines;

namespace EmotionGrpc.Hosting.Endpoints.Memory;

/// <summary>The client's end of a connection within the process.</summary>
/// <param name="reader">What the server says.</param>
/// <param name="writer">What it is told.</param>
/// <param name="closed">Called when the client closes its end.</param>
internal sealed class MemoryStreamEnd(PipeReader reader, PipeWriter writer, Action closed) : Stream
{
    private readonly Lock _lock = new();
    private volatile Exception? _ended;
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

    /// <summary>Ends the connection under the client, as a reset does.</summary>
    public void Abort(Exception why) => End(new IOException("The server has aborted the connection.", why));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_ended is { } ended)
                throw ended;
            _reading = true;
        }

        try
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (_ended is { } ended)
                throw ended;
            var taken = result.Buffer.Slice(0, Math.Min(buffer.Length, result.Buffer.Length));
            var count = (int)taken.Length;
            taken.CopyTo(buffer.Span);
            reader.AdvanceTo(taken.End);
            return count;
        }
        finally
        {
            lock (_lock)
            {
                _reading = false;
                if (_ended != null)
                    reader.Complete();
            }
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended is { } ended)
            throw ended;
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
        if (disposing && End(new ObjectDisposedException(nameof(MemoryStreamEnd))))
            closed();
        base.Dispose(disposing);
    }

    private bool End(Exception why)
    {
        lock (_lock)
        {
            if (_ended != null)
                return false;
            _ended = why;
            writer.Complete();
            // Whoever reads sees it, and completes the reader after that.
            if (_reading)
                reader.CancelPendingRead();
            else
                reader.Complete();
        }

        return true;
    }
}
