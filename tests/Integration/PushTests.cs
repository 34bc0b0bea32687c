using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;

namespace EmotionGrpc.Integration.Tests;

[Collection(SuiteCollection.Name)]
public sealed class PushTests(SuiteFixture suite)
{
    [Theory]
    [InlineData(null)]
    [InlineData(GrpcWebMode.GrpcWeb)]
    [InlineData(GrpcWebMode.GrpcWebText)]
    public async Task PushFrame_WithAWatcher_OutcomesArriveThere(GrpcWebMode? web)
    {
        using var channel = Channel(web);
        var client = new RecognitionService.RecognitionServiceClient(channel);
        var first = await client.PushFrameAsync(new PushFrameRequest { Options = new SessionOptions { Source = "pushed" }, Frame = SampleFrames.Frame(1) });
        var id = first.Session.SessionId;
        using var watching = client.WatchResults(new WatchResultsRequest { SessionId = id }, deadline: DateTime.UtcNow.AddSeconds(60));
        Assert.True(await watching.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(id, watching.ResponseStream.Current.Opened.SessionId);

        await client.PushFrameAsync(new PushFrameRequest { SessionId = id, Frame = SampleFrames.Frame(2) });
        var seen = new List<WatchResultsResponse>();
        while (seen.LastOrDefault()?.Result?.Sequence != 2 && await watching.ResponseStream.MoveNext(CancellationToken.None))
            seen.Add(watching.ResponseStream.Current);
        Assert.Equal(1u, Assert.Single(seen[^1].Result.Persons).TrackId);

        var bad = await client.PushFrameAsync(new PushFrameRequest { SessionId = id, Frame = SampleFrames.Frame(2) });
        Assert.Equal(id, bad.Session.SessionId);
        Assert.True(await watching.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(FrameErrorReason.SequenceNotIncreasing, watching.ResponseStream.Current.Error.Reason);
    }

    [Fact]
    public async Task ListSessions_WhileOneLives_TellsItsAccount()
    {
        var client = new RecognitionService.RecognitionServiceClient(suite.Channel);
        using var session = new LiveSession(suite.Channel);
        var opened = await session.OpenAsync(new SessionOptions { Source = "listed" });
        await session.AskAsync(SampleFrames.Frame(1));
        var list = await client.ListSessionsAsync(new ListSessionsRequest());
        var info = Assert.Single(list.Sessions, s => s.SessionId == opened.SessionId);
        Assert.Equal("listed", info.Source);
        Assert.Equal(new SessionCounts { Received = 1, Results = 1 }, info.Counts);
        Assert.Equal(1u, info.Persons);
    }

    [Fact]
    public async Task WatchResults_StreamedSession_EndsWhenItCloses()
    {
        var client = new RecognitionService.RecognitionServiceClient(suite.Channel);
        using var session = new LiveSession(suite.Channel);
        var opened = await session.OpenAsync();
        using var watching = client.WatchResults(new WatchResultsRequest { SessionId = opened.SessionId }, deadline: DateTime.UtcNow.AddSeconds(60));
        await watching.ResponseStream.MoveNext(CancellationToken.None);
        await session.AskAsync(SampleFrames.Frame(1));
        await session.CloseAsync();
        var kinds = new List<WatchResultsResponse.MessageOneofCase>();
        while (await watching.ResponseStream.MoveNext(CancellationToken.None))
            kinds.Add(watching.ResponseStream.Current.MessageCase);
        Assert.Equal([WatchResultsResponse.MessageOneofCase.Result, WatchResultsResponse.MessageOneofCase.Closed], kinds);
    }

    [Fact]
    public async Task WatchResults_UnknownSession_IsNotFound()
    {
        var client = new RecognitionService.RecognitionServiceClient(suite.Channel);
        using var watching = client.WatchResults(new WatchResultsRequest { SessionId = "nobody" });
        var e = await Assert.ThrowsAsync<RpcException>(() => watching.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.NotFound, e.StatusCode);
    }

    [Fact]
    public async Task PushFrame_IntoAStreamedSession_IsRefused()
    {
        var client = new RecognitionService.RecognitionServiceClient(suite.Channel);
        using var session = new LiveSession(suite.Channel);
        var opened = await session.OpenAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.PushFrameAsync(new PushFrameRequest { SessionId = opened.SessionId, Frame = SampleFrames.Frame(1) }));
        Assert.Equal(StatusCode.FailedPrecondition, e.StatusCode);
    }

    private GrpcChannel Channel(GrpcWebMode? web) => GrpcChannel.ForAddress(suite.Process.Address, new GrpcChannelOptions
    {
        // As a browser does: gRPC-Web over HTTP/1.1, on the same port.
        HttpHandler = web is { } mode ? new GrpcWebHandler(mode, new SocketsHttpHandler()) : null,
        HttpVersion = web is null ? null : new Version(1, 1),
    });
}
