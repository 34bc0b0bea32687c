using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using EmotionGrpc.Gateway.Limits;

namespace EmotionGrpc.Gateway.Calls;

/// <summary>
/// The body of a gRPC request on its way to the service. Each message begins with a byte of flags and its length in four bytes, so messages are counted,
/// and too large ones are refused, before any of their bytes go on. Who sends faster than it may is read more slowly: flow control holds it back,
/// nothing is lost, and a client that counts its unanswered frames sends fewer. Only a single call, which has nothing to be held back with, is refused.
/// </summary>
internal sealed class MeteredBody(Stream inner, OpenCall call, IReadOnlyList<Allowance> allowances, int largest, bool single) : Stream
{
    private const int HeaderLength = 5;

    private readonly byte[] _header = new byte[HeaderLength];
    private int _headerRead;
    private int _headerPassed;
    private long _left;
    private CancellationTokenSource? _either;
    private CancellationToken _eitherThan;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private bool HeaderPending => _headerPassed < _headerRead;

    private bool BetweenMessages => _left == 0 && !HeaderPending;

    /// <summary>Waits for the beginning of the next message and judges it. What is wrong with it ends the call.</summary>
    /// <returns>Whether there is one and it may pass.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> BeginMessageAsync(CancellationToken cancellationToken)
    {
        var either = Either(cancellationToken);
        try
        {
            _headerRead = _headerPassed = 0;
            while (_headerRead < HeaderLength)
            {
                var read = await inner.ReadAsync(_header.AsMemory(_headerRead), either);
                if (read == 0)
                {
                    // The end; part of a header is passed on for the service to refuse.
                    call.RequestWithin = null;
                    return false;
                }

                _headerRead += read;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(1));
            if (Judge(length) is { } refusal)
            {
                call.End(refusal);
                return false;
            }

            if (!single)
            {
                foreach (var allowance in allowances)
                    await allowance.WaitMessageAsync(either);
            }

            _left = length;
            call.Messages++;
            call.Bytes += length;
            return true;
        }
        catch (OperationCanceledException) when (call.Ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (BetweenMessages)
        {
            // Ended between two messages: the service sees the end of the stream, and a whole last message before it.
            if (call.Refusal is not null || (!await BeginMessageAsync(cancellationToken) && call.Refusal is not null))
                _headerPassed = _headerRead;
        }

        if (HeaderPending)
        {
            var count = Math.Min(buffer.Length, _headerRead - _headerPassed);
            _header.AsSpan(_headerPassed, count).CopyTo(buffer.Span);
            _headerPassed += count;
            return count;
        }

        if (_left == 0)
            return 0;
        var read = await ReadMessageAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= read;
        if (!single)
        {
            foreach (var allowance in allowances)
                await allowance.WaitBytesAsync(read, cancellationToken);
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _either?.Dispose();
            _either = null;
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadMessageAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!single)
            return await inner.ReadAsync(buffer, cancellationToken); // Ended or not, a message goes on whole.
        return await inner.ReadAsync(buffer, Either(cancellationToken));
    }

    /// <summary>Cancelled with the read or with the call. Whoever reads gives the same token with every read, so one source does for all messages.</summary>
    private CancellationToken Either(CancellationToken cancellationToken)
    {
        if (_either is null || cancellationToken != _eitherThan)
        {
            _either?.Dispose();
            _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.Ended);
            _eitherThan = cancellationToken;
        }

        return _either.Token;
    }

    private Refusal? Judge(uint length)
    {
        if (length > largest)
            return Refusal.TooLarge(call.Caller.Name, length, largest);
        if (!single)
            return null;
        foreach (var allowance in allowances)
        {
            if (allowance.TryMessage((int)length) is { } refusal)
                return refusal;
        }

        return null;
    }
}
