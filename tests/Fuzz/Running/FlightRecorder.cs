using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using EmotionGrpc.Fuzz.Targets;

namespace EmotionGrpc.Fuzz.Running;

/// <summary>
/// What each worker has in hand, in a file that outlives the process: when native code takes the process down, or an input never ends, this is where the input is found.
/// </summary>
/// <remarks>A slot is: the input's length (4 bytes; 0: idle), its start in ticks (8), the target's index (4), the input.</remarks>
internal sealed class FlightRecorder : IDisposable
{
    private const int HeaderLength = 16;
    private const int SlotLength = HeaderLength + FuzzTarget.MaximumLength;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _slots;

    public FlightRecorder(string path, int slots)
    {
        _slots = slots;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, (long)slots * SlotLength);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>Notes an input before it is handed over.</summary>
    public void Begin(int slot, int target, byte[] input)
    {
        var at = (long)slot * SlotLength;
        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, input.Length + 1);
        BinaryPrimitives.WriteInt64LittleEndian(header[4..], DateTime.UtcNow.Ticks);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], target);
        _view.WriteArray(at + HeaderLength, input, 0, input.Length);
        _view.SafeMemoryMappedViewHandle.WriteSpan<byte>((ulong)at, header);
    }

    /// <summary>The input was answered.</summary>
    public void End(int slot) => _view.Write((long)slot * SlotLength, 0);

    /// <summary>What is in hand.</summary>
    public IEnumerable<(int Target, byte[] Input, TimeSpan Age)> InHand()
    {
        for (var slot = 0; slot < _slots; slot++)
        {
            var at = (long)slot * SlotLength;
            var length = _view.ReadInt32(at) - 1;
            if (length < 0)
                continue;
            var input = new byte[length];
            _view.ReadArray(at + HeaderLength, input, 0, length);
            yield return (_view.ReadInt32(at + 12), input, DateTime.UtcNow - new DateTime(_view.ReadInt64(at + 4), DateTimeKind.Utc));
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
