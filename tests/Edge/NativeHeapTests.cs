using System.Runtime.InteropServices;
using EmotionGrpc.Hosting;

namespace EmotionGrpc.Edge.Tests;

/// <summary>What glibc does with a piece of memory, as its address tells: one with pages of its own begins behind a header of 16 bytes on the first of them.</summary>
public sealed unsafe class NativeHeapTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int Header = 16;
    private const int Pieces = 64;

    [Fact]
    public void Memory_FromTheSizeGiven_HasPagesOfItsOwnWhateverWasGivenBackBefore()
    {
        NativeHeap.MapFrom(Mebibyte, kept: Mebibyte);
        // By default this would be the size to keep room for from here on.
        NativeMemory.Free(NativeMemory.Alloc(16 * Mebibyte));
        var pieces = new nint[Pieces];
        for (var i = 0; i < pieces.Length; i++)
            pieces[i] = (nint)NativeMemory.Alloc(2 * Mebibyte);
        try
        {
            // What other tests have left free is filled first.
            Assert.Equal(Header, pieces[^1] % Environment.SystemPageSize);
        }
        finally
        {
            foreach (var piece in pieces)
                NativeMemory.Free((void*)piece);
        }
    }
}
