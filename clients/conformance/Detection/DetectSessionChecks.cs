using EmotionGrpc.Conformance.Checks;
using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Conformance.Detection;

/// <summary>Checks of StreamDetect: frames of one camera, with tracks.</summary>
internal sealed class DetectSessionChecks(DetectionService.DetectionServiceClient client)
{
    private const int Frames = 8;
    private const int Flood = 60;
    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The checks.</summary>
    public IReadOnlyList<Check> All =>
    [
        new("session-order", "StreamDetect: exactly one response for each request, in order, also when the caller does not wait for answers.", OrderAsync),
        new("session-tracks", "Person.track_id: stable within a session, from 1.", TracksAsync),
        new("session-bad-frame", "StreamDetect: a bad frame is answered by an error (INVALID_IMAGE) with its sequence and a sentence, and the session lives on.", c => BadAsync(new Frame { Sequence = 2, CaptureTime = Time(2), Image = Picture.Truncated }, FrameErrorReason.InvalidImage, c)),
        new("session-sequence", "Frame.sequence: strictly increasing; else the frame gets SEQUENCE_NOT_INCREASING.", c => BadAsync(Frame(1), FrameErrorReason.SequenceNotIncreasing, c)),
        new("session-time", "Frame.capture_time: must not go back; else the frame gets TIME_GOES_BACK.", c => BadAsync(new Frame { Sequence = 2, CaptureTime = Time(-5), Image = Picture.Person }, FrameErrorReason.TimeGoesBack, c)),
        new("session-crop", "StreamDetectRequest.crops: a wish that is not usable gets INVALID_CROP.", CropAsync),
        new("session-state", "StreamDetectRequest.state: tracks go on with their ids, and resumed says so; a service that gives no state begins anew.", StateAsync),
        new("session-state-unknown", "StreamDetectRequest.state: one that is not understood is as good as none.", UnknownStateAsync),
        new("session-state-without-frame", "A request that asks for the state may come without a frame; its answer then has no outcome.", StateOnlyAsync),
        new("session-cancelled", "A session that its caller cancels ends; the service goes on serving others.", CancelledAsync),
        new("session-flow-control", $"A caller that sends {Flood} frames without reading is held back by flow control, loses nothing, and gets every answer in order once it reads.", FloodAsync),
    ];

    private static Timestamp Time(int frame) => Timestamp.FromDateTime(s_start.AddMilliseconds(100 * frame));

    private static Frame Frame(int sequence) => new() { Sequence = (ulong)sequence, CaptureTime = Time(sequence), Image = Picture.Person };

    private Duplex<StreamDetectRequest, StreamDetectResponse> Open(CancellationToken cancellationToken) => new(client.StreamDetect(cancellationToken: cancellationToken));

    private async Task OrderAsync(CancellationToken cancellationToken)
    {
        using var session = Open(cancellationToken);
        var responses = await session.RunAsync([.. Enumerable.Range(1, Frames).Select(i => new StreamDetectRequest { Frame = Frame(i) })], cancellationToken);
        Expect.That(responses.Select(r => (int)r.Sequence).SequenceEqual(Enumerable.Range(1, Frames)), $"The frames 1 to {Frames} were answered as {string.Join(", ", responses.Select(r => r.Sequence))}.");
        Expect.That(responses.All(r => r.Detection is not null), $"A frame without fault was answered by {responses.FirstOrDefault(r => r.Detection is null)?.Error}.");
    }

    private async Task TracksAsync(CancellationToken cancellationToken)
    {
        using var session = Open(cancellationToken);
        var responses = await session.RunAsync([.. Enumerable.Range(1, Frames).Select(i => new StreamDetectRequest { Frame = Frame(i) })], cancellationToken);
        var ids = responses.Select(r => r.Detection?.Persons.FirstOrDefault()?.TrackId ?? 0).ToList();
        Expect.That(ids[^1] >= 1, $"The person of the last frame has the track {ids[^1]}.");
        Expect.That(ids.Where(i => i > 0).Distinct().Count() == 1, $"The one person who stands still has the tracks {string.Join(", ", ids)}.");
    }

    private async Task BadAsync(Frame frame, FrameErrorReason reason, CancellationToken cancellationToken)
    {
        using var session = Open(cancellationToken);
        await session.AskAsync(new StreamDetectRequest { Frame = Frame(1) }, cancellationToken);
        var answer = await session.AskAsync(new StreamDetectRequest { Frame = frame }, cancellationToken);
        Expect.That(answer.Error?.Reason == reason, $"{reason} was expected; {(answer.Error is { } error ? error.Reason.ToString() : answer.OutcomeCase.ToString())} came.");
        Expect.That(answer.Sequence == frame.Sequence && answer.Error!.Message.Length > 0, $"The error is of frame {answer.Sequence} and says \"{answer.Error!.Message}\".");
        Expect.That((await session.AskAsync(new StreamDetectRequest { Frame = Frame(3) }, cancellationToken)).Detection is not null, $"The frame after it was not examined.");
    }

    private async Task CropAsync(CancellationToken cancellationToken)
    {
        using var session = Open(cancellationToken);
        var wish = DetectChecks.Wish();
        wish.Height = 3;
        var answer = await session.AskAsync(new StreamDetectRequest { Frame = Frame(1), Crops = { wish } }, cancellationToken);
        Expect.That(answer.Error?.Reason == FrameErrorReason.InvalidCrop, $"A crop 3 pixels high was answered by {answer.OutcomeCase} {answer.Error?.Reason}.");
        Expect.That((await session.AskAsync(new StreamDetectRequest { Frame = Frame(2) }, cancellationToken)).Detection is not null, $"The frame after it was not examined.");
    }

    private async Task StateAsync(CancellationToken cancellationToken)
    {
        using var first = Open(cancellationToken);
        StreamDetectResponse? last = null;
        for (var i = 1; i <= Frames; i++)
            last = await first.AskAsync(new StreamDetectRequest { Frame = Frame(i), StateWanted = i == Frames }, cancellationToken);
        using var second = Open(cancellationToken);
        var answer = await second.AskAsync(new StreamDetectRequest { State = last!.State, Frame = Frame(Frames + 1) }, cancellationToken);
        Expect.That(answer.Resumed == !last.State.IsEmpty, $"The session was given a state of {last.State.Length} bytes, and resumed is {answer.Resumed}.");
        if (!answer.Resumed)
            return;
        var (before, after) = (last.Detection.Persons[0].TrackId, answer.Detection?.Persons.FirstOrDefault()?.TrackId);
        Expect.That(before == after, $"The person was track {before} before and is track {after} after.");
    }

    private async Task UnknownStateAsync(CancellationToken cancellationToken)
    {
        using var session = Open(cancellationToken);
        var answer = await session.AskAsync(new StreamDetectRequest { State = ByteString.CopyFromUtf8("\u0001no service wrote this"), Frame = Frame(1) }, cancellationToken);
        Expect.That(!answer.Resumed && answer.Detection is not null, $"resumed is {answer.Resumed}, the outcome {answer.OutcomeCase}.");
    }

    private async Task StateOnlyAsync(CancellationToken cancellationToken)
    {
        using var session = Open(cancellationToken);
        await session.AskAsync(new StreamDetectRequest { Frame = Frame(1) }, cancellationToken);
        var answer = await session.AskAsync(new StreamDetectRequest { StateWanted = true }, cancellationToken);
        Expect.That(answer.OutcomeCase == StreamDetectResponse.OutcomeOneofCase.None, $"The outcome is {answer.OutcomeCase}.");
        Expect.That((await session.AskAsync(new StreamDetectRequest { Frame = Frame(2) }, cancellationToken)).Detection is not null, $"The frame after it was not examined.");
    }

    private async Task CancelledAsync(CancellationToken cancellationToken)
    {
        using (var session = Open(cancellationToken))
        {
            for (var i = 1; i <= Frames; i++)
                await session.SendAsync(new StreamDetectRequest { Frame = Frame(i) });
        }

        await OrderAsync(cancellationToken);
    }

    private async Task FloodAsync(CancellationToken cancellationToken)
    {
        using var session = Open(cancellationToken);
        var sent = 0;
        var sending = Task.Run(
            async () =>
            {
                for (var i = 1; i <= Flood; i++)
                {
                    // Crops make the answers large, so that they fill the flow-control window.
                    await session.SendAsync(new StreamDetectRequest { Frame = Frame(i), Crops = { DetectChecks.Wish(CropKind.FullBody), new CropSpec(DetectChecks.Wish()) { Width = 512, Height = 512 } } });
                    Interlocked.Increment(ref sent);
                }

                await session.CompleteAsync();
            },
            cancellationToken);
        // Nobody reads until the sender has come to a halt, or to its end.
        for (var before = -1; !sending.IsCompleted && before != Volatile.Read(ref sent);)
        {
            before = Volatile.Read(ref sent);
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }

        var sequences = new List<int>();
        while (await session.ReadAsync(cancellationToken) is { } response)
            sequences.Add((int)response.Sequence);
        await sending;
        Expect.That(sequences.SequenceEqual(Enumerable.Range(1, Flood)), $"{Flood} frames were answered as {string.Join(", ", sequences)}.");
    }
}
