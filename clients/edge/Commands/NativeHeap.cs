using System.Runtime.InteropServices;

namespace EmotionGrpc.Edge.Commands;

/// <summary>The heap of native code, which holds every picture.</summary>
internal static partial class NativeHeap
{
    // M_MMAP_THRESHOLD and M_ARENA_MAX of glibc's malloc.h.
    private const int OwnPagesFrom = -3;
    private const int MaximumArenas = -8;

    private const int Bytes = 256 * 1024;

    /// <summary>
    /// Has pictures, and all else from a quarter of a mebibyte on, live in pages of their own, which go back to the system with them. By default glibc learns to keep room for
    /// them in its heaps, of which a thread has its own, up to eight a processor: with the threads of .NET, FFmpeg and OpenCV that keeps memory which nobody uses. What is
    /// smaller shares the heaps that are there.
    /// </summary>
    public static void KeepSmall()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = SetOption(OwnPagesFrom, Bytes);
            _ = SetOption(MaximumArenas, 1);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, whose heap is another.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int parameter, int value);
}
