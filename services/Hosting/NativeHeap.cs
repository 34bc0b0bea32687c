using System.Runtime.InteropServices;

namespace EmotionGrpc.Hosting;

/// <summary>The heap of native code, which holds pictures and what networks compute: how much of it is kept that nobody uses. Has an effect with glibc only.</summary>
internal static partial class NativeHeap
{
    // M_TRIM_THRESHOLD, M_MMAP_THRESHOLD and M_ARENA_MAX of glibc's malloc.h.
    private const int KeptAtTheEnd = -1;
    private const int MappedFrom = -3;
    private const int MaximumArenas = -8;

    /// <summary>
    /// Has what is that large live in pages of its own, which go back to the system with it. By default glibc takes the largest piece ever given back, a model's file for instance, for
    /// the size to keep room for, and what lives long is scattered between room that is empty.
    /// </summary>
    /// <param name="bytes">From this size on.</param>
    /// <param name="kept">How much may stay unused at an arena's end, in bytes: what is given back there is asked for again with the next picture, page by page.</param>
    public static void MapFrom(int bytes, int kept)
    {
        SetOption(MappedFrom, bytes);
        SetOption(KeptAtTheEnd, kept);
    }

    /// <summary>
    /// Makes no more arenas from here on once there are that many: by default a thread gets one of its own, up to eight a processor, and each keeps what it once needed at most. To be
    /// called before there are many threads.
    /// </summary>
    /// <param name="arenas">From 1.</param>
    public static void LimitArenas(int arenas) => SetOption(MaximumArenas, arenas);

    private static void SetOption(int option, int value)
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Mallopt(option, value);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, whose heap is another.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Mallopt(int parameter, int value);
}
