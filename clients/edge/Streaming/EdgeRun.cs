using System.Globalization;
using EmotionGrpc.Client;
using EmotionGrpc.Edge.Annotation;
using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Live;
using EmotionGrpc.Edge.Report;
using EmotionGrpc.Edge.Results;
using EmotionGrpc.Edge.Sources;
using Grpc.Core;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>One run from opening the source to the last answer: what both commands share.</summary>
internal static class EdgeRun
{
    private const double HighestVideoRate = 60;

    /// <summary>Opens source and session, streams, and shows it.</summary>
    /// <exception cref="EdgeException">Something of it failed.</exception>
    public static async Task<RunResult> RunAsync(RunSettings settings, CancellationToken stopping)
    {
        using var source = FrameSources.Open(settings.Source, settings.FramesPerSecond);
        if (settings.Realtime == false && source.IsLive)
            throw new EdgeException(ExitCode.WrongUsage, $"{source.Name} has its own pace and cannot be streamed as fast as possible; leave the option out.");
        var realtime = settings.Realtime ?? source.HasClock;

        using var client = SuiteAddress.Connect(settings);
        await using var session = await OpenAsync(client, settings, source, realtime, stopping);
        var time = TimeProvider.System;
        var statistics = new RunStatistics(time);
        var collector = new ReportCollector();
        var observers = new List<IRunObserver> { statistics, collector };
        try
        {
            if (settings.Out is { } results)
                observers.Add(new JsonLinesWriter(results));
            if (settings.Annotate is { } video)
                observers.Add(new AnnotatedVideo(
                    video, VideoRate(settings, source), settings.Explain ? new HeatLayer(Window(session)) : null, settings.Redact ? new FaceRedaction() : null));
            var evidence = settings.Explain ? new EvidenceWatch() : null;
            if (evidence != null)
                observers.Add(evidence);
            if (!settings.Json)
                session.StateChanged += (_, change) => Tell(change);

            var run = new StreamRun(settings, source, realtime, time);
            var view = RunViews.Choose(settings.Json, source.Name, Length(settings, source), statistics, () => run.Skipped + run.LeftOut, () => session.Encoding);
            await view.ShowAsync(run.RunAsync(session, observers, stopping));
            foreach (var sentence in evidence?.Sentences() ?? [])
                await Console.Error.WriteLineAsync(sentence);
            var data = new ReportData
            {
                SourceName = source.Name,
                Made = time.GetUtcNow(),
                Settings = settings,
                Session = session.Opened,
                Run = statistics.Read(),
                Link = session.Counters,
                Labels = collector.Labels,
                Persons = collector.Persons(),
                Stages = collector.Stages(),
                Models = collector.Models(session.Opened),
            };
            return new RunResult(data, run.Skipped, run.LeftOut, stopping.IsCancellationRequested);
        }
        finally
        {
            foreach (var observer in observers)
                await observer.DisposeAsync();
        }
    }

    /// <summary>The exit code of a run, with its sentence when it is not 0.</summary>
    public static async Task<int> JudgeAsync(RunResult result)
    {
        if (result.Data.Run.Results > 0 || (result.Stopped && result.Data.Run.Errors == 0))
            return ExitCode.Ok;
        await Console.Error.WriteLineAsync(
            result.Data.Run.FirstError is { } error ? $"No frame was answered by a result; the server says: {error}" : "No frame was answered by a result.");
        return ExitCode.Failed;
    }

    private static async Task<EmotionSession> OpenAsync(EmotionClient client, RunSettings settings, IFrameSource source, bool realtime, CancellationToken stopping)
    {
        try
        {
            return await client.OpenSessionAsync(SessionRequest.Create(settings, source, realtime), stopping);
        }
        catch (RpcException e)
        {
            throw ServerErrors.Explain(e, settings.Server);
        }
    }

    // Servers fill their defaults in; one that does not leaves it to the usual second.
    private static TimeSpan Window(EmotionSession session) => session.Opened.Options?.Fusion?.Window?.ToTimeSpan() ?? TimeSpan.FromSeconds(1);

    private static double VideoRate(RunSettings settings, IFrameSource source) =>
        Math.Clamp(Math.Min(settings.FramesPerSecond ?? HighestVideoRate, source.FramesPerSecond), 1, HighestVideoRate);

    private static long? Length(RunSettings settings, IFrameSource source)
    {
        var length = source.Length;
        if (length != null && source.HasClock && settings.FramesPerSecond is { } fps && fps < source.FramesPerSecond)
            length = (long)Math.Round(length.Value * fps / source.FramesPerSecond);
        return settings.Frames is { } frames && !(length < frames) ? frames : length;
    }

    private static void Tell(EmotionSessionStateChange change)
    {
        if (change is { State: EmotionSessionState.Reconnecting, Delay: { } delay })
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Reconnecting in {delay.TotalSeconds:0.0} s (attempt {change.Attempt}): {change.Reason.TrimEnd('.')}."));
        else if (change.Resumed is { } resumed)
            Console.Error.WriteLine(resumed ? $"Connected again; persons keep their track ids. {change.Reason}".TrimEnd() : $"Connected again; persons get new track ids. {change.Reason}");
    }
}
