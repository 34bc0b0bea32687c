using System.Diagnostics;
using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Peers.V1;
using Grpc.Net.Client;

namespace EmotionGrpc.Load.Peers;

/// <summary>A peer: a unary call a frame.</summary>
internal sealed class PeerSubject(string name, PeerServers servers, int warmUpParts) : ISubject
{
    public string Name => name;

    public int WarmUpParts => warmUpParts;

    public async Task<SubjectRun> RunAsync(CameraPictures pictures, int cameras, TimeSpan duration)
    {
        var before = servers.ProcessorSeconds;
        var fleet = Enumerable.Range(0, cameras).Select(n => new PeerCamera(servers.AddressOf(n), pictures, n)).ToArray();
        try
        {
            using var stop = new CancellationTokenSource(duration);
            var clock = Stopwatch.StartNew();
            var ages = (await Task.WhenAll(fleet.Select(c => Task.Run(() => c.RunAsync(stop.Token))))).SelectMany(a => a).ToArray();
            return new SubjectRun(ages.Length, clock.Elapsed.TotalSeconds, servers.ProcessorSeconds - before, ages);
        }
        finally
        {
            foreach (var camera in fleet)
                camera.Dispose();
        }
    }

    public async Task<IReadOnlyList<Answer>> AnswerAsync(CameraPictures pictures)
    {
        using var channel = GrpcChannel.ForAddress(servers.AddressOf(0));
        var client = new PeerService.PeerServiceClient(channel);
        var start = DateTimeOffset.UtcNow;
        var answers = new List<Answer>();
        for (var i = 0; i < CameraPictures.Count; i++)
        {
            var time = (start + (i * Pace.Between)).ToUnixTimeMilliseconds();
            var persons = await client.RecognizeAsync(new Frame { Camera = "answers", Time = time, Jpeg = pictures.Picture((ulong)i).Data });
            answers.Add(persons.Persons_ is [var person, ..] ? Read(person) : Answer.None);
        }

        return answers;
    }

    private static Answer Read(Person person) => new(
        person is { Keypoints.Count: > 0, Box: not null, Face: not null } && person.Label.Length > 0,
        person.FaceScores.MaxBy(s => s.Score)?.Label,
        person.Label.Length > 0 ? person.Label : null);
}
