using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace EmotionGrpc.Load.Suite;

/// <summary>Lets the runtime of another process collect all its garbage, as diagnostic tools do before they look at what is held.</summary>
internal static class FullCollection
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    /// <summary>GCHeapCollect: a listener that asks for it makes the runtime collect at once.</summary>
    private const long Collect = 0x800000;

    /// <summary>What a finalizer has let go is collected by the next round, and what that frees outside the heap by the one after.</summary>
    private const int Rounds = 4;

    private static readonly TimeSpan s_forFinalizers = TimeSpan.FromMilliseconds(500);

    /// <summary>Collects until little is left to collect; has happened when the task ends.</summary>
    /// <param name="process">Its id.</param>
    public static async Task InduceAsync(int process)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await CollectAsync(process);
            await Task.Delay(s_forFinalizers);
        }
    }

    private static async Task CollectAsync(int process)
    {
        using var session = new DiagnosticsClient(process).StartEventPipeSession(
            new EventPipeProvider(Runtime, EventLevel.Informational, Collect), requestRundown: false, circularBufferMB: 1);
        var reading = session.EventStream.CopyToAsync(Stream.Null);
        await session.StopAsync(CancellationToken.None);
        await reading;
    }
}
