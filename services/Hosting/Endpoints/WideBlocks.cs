using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace EmotionGrpc.Hosting.Endpoints;

/// <summary>
/// Room that holds a picture where the server reads from a connection: by default it reads four KiB at a time and asks the system before each whether there is more, which for a picture of 30 KiB are 16 calls
/// instead of 2. An idle connection holds none.
/// </summary>
internal sealed class WideBlocks : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    private const int Block = 32 * 1024;

    /// <inheritdoc/>
    public override int MaxBufferSize => Array.MaxLength;

    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new WideBlocks();

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, Block));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The arrays are the runtime's, which gives them back to the collector when memory is short.
    }
}
