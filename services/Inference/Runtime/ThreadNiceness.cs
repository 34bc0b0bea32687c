using System.Runtime.InteropServices;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>Threads that compute give way to those that pass frames on.</summary>
internal static partial class ThreadNiceness
{
    // With all processors busy, a frame is handed on a dozen times and would wait for a time slice each time; at this niceness it hardly does, and the computing
    // still gets three quarters of what it would get.
    private const int Step = 5;

    private const int Process = 0;
    private const int ThisThread = 0;

    /// <summary>Lowers the priority of the calling thread for good, where the system knows it by thread: on Linux. <see cref="Thread.Priority"/> does nothing there.</summary>
    public static void GiveWay()
    {
        // Niceness may always be raised, so there is nothing to fail; where it does, the thread stays as it is.
        if (OperatingSystem.IsLinux())
            _ = SetPriority(Process, ThisThread, GetPriority(Process, ThisThread) + Step);
    }

    [LibraryImport("libc", EntryPoint = "getpriority")]
    private static partial int GetPriority(int which, int who);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
