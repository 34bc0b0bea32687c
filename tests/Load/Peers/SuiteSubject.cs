using EmotionGrpc.Client;
using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Load.Suite;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Load.Peers;

/// <summary>The suite in one process, searching every frame or every n-th.</summary>
internal sealed class SuiteSubject(SuiteUnderTest suite, uint cadence, int warmUpParts) : ISubject
{
    public string Name => cadence == 1 ? "suite" : $"suite, cadence {cadence}";

    public int WarmUpParts => warmUpParts;

    public async Task<SubjectRun> RunAsync(CameraPictures pictures, int cameras, TimeSpan duration)
    {
        var before = await suite.ReadAsync();
        var report = await Fleet.RunAsync(suite.Address, pictures, cameras, null, duration, cadence);
        if (report.Errors + report.Unanswered > 0)
            throw new InvalidOperationException($"The suite left {report.Errors} frames with an error and {report.Unanswered} without an answer.");
        return new SubjectRun(report.Results, report.Seconds, (await suite.ReadAsync()).ProcessorSeconds - before.ProcessorSeconds, report.Ages);
    }

    public async Task<IReadOnlyList<Answer>> AnswerAsync(CameraPictures pictures)
    {
        using var client = new EmotionClient(suite.Address);
        // One segment of a tenth of a second: each picture speaks for itself, as with the peers.
        var fusion = new FusionOptions { Segments = 1, Window = Duration.FromTimeSpan(Pace.Between) };
        await using var session = await client.OpenSessionAsync(
            new EmotionSessionOptions { Server = new SessionOptions { Source = "answers", Keypoints = true, Cadence = cadence, Fusion = fusion } });
        var answers = Enumerable.Repeat(Answer.None, CameraPictures.Count).ToArray();
        var reading = Task.Run(async () =>
        {
            await foreach (var answer in session.ReadAllAsync())
            {
                if (answer is ResultAnswer { Result: { Persons: [var person, ..] } result })
                    answers[result.Sequence - 1] = Read(person);
            }
        });
        var start = DateTime.UtcNow;
        for (var i = 0; i < answers.Length; i++)
        {
            await session.SendAsync(new Frame
            {
                Sequence = (ulong)i + 1,
                CaptureTime = Timestamp.FromDateTime(start + (i * Pace.Between)),
                Image = pictures.Picture((ulong)i),
            });
        }

        await session.CompleteAsync();
        await reading;
        return answers;
    }

    private static Answer Read(PersonResult person)
    {
        var emotion = person.Emotion;
        var face = emotion.Streams.FirstOrDefault(s => s.Stream == StreamKind.Face && s.Logits.Count > 0);
        return new Answer(
            person is { Keypoints.Count: > 0, Box: not null, Face: not null } && emotion.Label.Length > 0,
            face is null ? null : emotion.Scores[face.Logits.IndexOf(face.Logits.Max())].Label,
            emotion.Label.Length > 0 ? emotion.Label : null);
    }
}
