using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Integration.Tests;

[Collection(SuiteCollection.Name)]
public sealed class FuseTests(SuiteFixture suite)
{
    private readonly FusionService.FusionServiceClient _client = new(suite.Channel);

    [Fact]
    public async Task Fuse_Average_IsTheMeanByLabelName()
    {
        var response = await _client.FuseAsync(Request(FusionPolicy.Average, Stream(StreamKind.Face, "a,b", 2, 0), Stream(StreamKind.Body, "b,a", 4, 0)));
        var emotion = Assert.Single(response.Emotions);
        Assert.Equal([1f, 2f], emotion.Scores.Select(s => s.Logit));
        Assert.Equal("b", emotion.Label);
        Assert.Equal([0.5f, 0.5f], emotion.Streams.Select(s => s.Weight));
        Assert.Equal([1 / 3f, 2 / 3f], emotion.Streams.Select(s => s.Influence), (expected, actual) => Math.Abs(expected - actual) < 1e-6);
    }

    [Fact]
    public async Task Fuse_OneAbsent_UsesTheOtherAndSaysWhy()
    {
        var absent = new StreamScores { Stream = StreamKind.Face, Absence = new Absence { Reason = AbsenceReason.NotFound, Detail = "no face" } };
        var emotion = Assert.Single((await _client.FuseAsync(Request(FusionPolicy.Average, absent, Stream(StreamKind.Body, "a,b", 1, 3)))).Emotions);
        Assert.Equal([1f, 3f], emotion.Scores.Select(s => s.Logit));
        Assert.Equal(AbsenceReason.NotFound, emotion.Streams[0].Absence.Reason);
        Assert.Equal((1f, 1f), (emotion.Streams[1].Weight, emotion.Streams[1].Influence));
        Assert.Equal((0f, 0f), (emotion.Streams[0].Weight, emotion.Streams[0].Influence));
    }

    public static TheoryData<string, FuseRequest> Bad => new()
    {
        { "options.policy", Request((FusionPolicy)42, Stream(StreamKind.Face, "a,b", 1, 2)) },
        { "persons[0].streams[0].logits", Request(FusionPolicy.Average, Stream(StreamKind.Face, "a,b", 1)) },
        { "persons[0].streams[0].logits", Request(FusionPolicy.Average, Stream(StreamKind.Face, "a,b", 1, float.NaN)) },
        { "persons.streams.labels", Request(FusionPolicy.Average, Stream(StreamKind.Face, "a,b", 1, 2), Stream(StreamKind.Body, "c,d", 1, 2)) },
        { "persons[0].streams[1].stream", Request(FusionPolicy.Average, Stream(StreamKind.Face, "a,b", 1, 2), Stream(StreamKind.Face, "a,b", 1, 2)) },
        { "persons[0].streams[0].stream", Request(FusionPolicy.Average, Stream(StreamKind.Unspecified, "a,b", 1, 2)) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Fuse_BadScores_NamesTheField(string field, FuseRequest request)
    {
        Assert.Equal(field, Fault.Field(await Fault.OfAsync(_client.FuseAsync(request))));
    }

    [Fact]
    public async Task StreamFuse_Session_GivesTheConsensusOfItsSegments()
    {
        using var call = _client.StreamFuse(deadline: DateTime.UtcNow.AddSeconds(30));
        var logits = new List<float>();
        for (var i = 0; i < 3; i++)
        {
            await call.RequestStream.WriteAsync(new StreamFuseRequest
            {
                Options = new FusionOptions { Policy = FusionPolicy.Average, Segments = 2, Window = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)) },
                Sequence = (ulong)i + 1,
                CaptureTime = new Timestamp { Seconds = i },
                Persons = { new PersonScores { TrackId = 1, Streams = { Stream(StreamKind.Face, "a,b", i * 2, 0) } } },
            });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal((ulong)i + 1, call.ResponseStream.Current.Sequence);
            logits.Add(call.ResponseStream.Current.Emotions[0].Scores[0].Logit);
        }

        Assert.Equal([0f, 1f, 3f], logits);
    }

    private static FuseRequest Request(FusionPolicy policy, params StreamScores[] streams) => new()
    {
        Options = new FusionOptions { Policy = policy },
        Persons = { new PersonScores { TrackId = 1, Streams = { streams } } },
    };

    private static StreamScores Stream(StreamKind kind, string labels, params float[] logits) =>
        new() { Stream = kind, Labels = { labels.Split(',') }, Logits = new Logits { Values = { logits } } };
}
