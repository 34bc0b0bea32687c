using System.Net.Sockets;
using System.Text;
using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.TestSupport;
using Grpc.Core;

namespace EmotionGrpc.Gateway.Tests.Floods;

/// <summary>What one client does to a connection must not hurt those on others: through each of these a session of another client goes on.</summary>
public sealed class FloodTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await RunningGateway.StartAsync("Connections:PerAddress=40");

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public Task RapidReset_ManyStreams_EndsItsConnection() => WhileAnotherWorksAsync(async () =>
    {
        using var client = await Http2Client.ConnectAsync(_gateway.Port);
        var end = client.EndAsync();
        var headers = Http2Client.Call(_gateway.Port);
        try
        {
            for (var stream = 1; stream < 200_000 && !end.IsCompleted; stream += 2)
            {
                await client.WriteAsync(
                [
                    .. Http2Client.Frame(Http2Client.Headers, Http2Client.EndHeaders, stream, headers),
                    .. Http2Client.Frame(Http2Client.ResetStream, 0, stream, [0, 0, 0, 8]),
                ]);
            }
        }
        catch (IOException)
        {
            // It was cut off, as it should be.
        }

        Assert.Contains(await end, (uint?[])[Http2Client.EnhanceYourCalm, null]);
    });

    [Fact]
    public Task HeaderFlood_EndlessContinuation_EndsItsConnection() => WhileAnotherWorksAsync(async () =>
    {
        using var client = await Http2Client.ConnectAsync(_gateway.Port);
        var end = client.EndAsync();
        var filler = Http2Client.Field("x-filler", new string('x', 100));
        try
        {
            await client.WriteAsync(Http2Client.Frame(Http2Client.Headers, 0, 1, Http2Client.Call(_gateway.Port)));
            for (var i = 0; i < 100_000 && !end.IsCompleted; i++)
                await client.WriteAsync(Http2Client.Frame(Http2Client.Continuation, 0, 1, filler));
        }
        catch (IOException)
        {
            // It was cut off, as it should be.
        }

        await end;
    });

    [Theory]
    [InlineData("x: ", 20_000)]
    [InlineData("x: y\r\n", 100)]
    public Task HeaderFlood_Http1_IsRefused(string begin, int times) => WhileAnotherWorksAsync(async () =>
    {
        using var socket = await ConnectAsync();
        var flood = begin.EndsWith('\n') ? string.Concat(Enumerable.Repeat(begin, times)) : begin + new string('y', times) + "\r\n";
        var answer = await AnswerAsync(socket, $"GET /livez HTTP/1.1\r\nHost: localhost\r\n{flood}\r\n");
        Assert.StartsWith("HTTP/1.1 431 ", answer);
    });

    [Fact]
    public Task SlowAndSilentClients_AreCutOff() => WhileAnotherWorksAsync(async () =>
    {
        using var silent = await ConnectAsync();
        using var slow = await ConnectAsync();
        using var half = await Http2Client.ConnectAsync(_gateway.Port);
        await half.WriteAsync(Http2Client.Frame(Http2Client.Headers, 0, 1, Http2Client.Call(_gateway.Port)));
        // A header that drips in never comes to its end.
        var dripping = DripAsync(slow);
        Assert.Equal(0, await silent.GetStream().ReadAsync(new byte[1], Patience.Token));
        await half.EndAsync();
        await dripping;
    });

    [Fact]
    public async Task Connections_MoreThanOneAddressMayHave_AreDroppedUntilOneCloses()
    {
        var sockets = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 40; i++)
                sockets.Add(await ConnectAsync());
            Assert.Empty(await AskAsync());
            Assert.Contains(_gateway.Log.All, l => l.Contains("connections were refused, the last from 127.0.0.1: 40 are open."));
            sockets[0].Dispose();
            await Eventually.TrueAsync(async () => (await AskAsync()).StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal));
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
        }

        async Task<string> AskAsync()
        {
            try
            {
                using var socket = await ConnectAsync();
                return await AnswerAsync(socket, "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            }
            catch (SocketException)
            {
                return ""; // Dropped before the connection was complete.
            }
        }
    }

    [Fact]
    public Task RequestThatNeverCompletes_KeepsNothingFromOthers() => WhileAnotherWorksAsync(async () =>
    {
        // The length of a message and not a byte of it, on a hundred streams.
        using var client = await Http2Client.ConnectAsync(_gateway.Port);
        for (var i = 0; i < 100; i++)
        {
            var stream = (i * 2) + 1;
            await client.WriteAsync(
            [
                .. Http2Client.Frame(Http2Client.Headers, Http2Client.EndHeaders, stream, Http2Client.Call(_gateway.Port)),
                .. Http2Client.Frame(0, 0, stream, [0, 0, 0, 4, 0]),
            ]);
        }

        await Frames.StreamAsync(_gateway.Client(), count: 20);
    });

    private async Task WhileAnotherWorksAsync(Func<Task> flood)
    {
        using var other = _gateway.Client().Recognize(cancellationToken: Patience.Token);
        await other.RequestStream.WriteAsync(Frames.Numbered(1));
        await flood();
        await other.RequestStream.WriteAsync(Frames.Numbered(2));
        await other.RequestStream.CompleteAsync();
        Assert.Equal([1UL, 2UL], await Frames.AnsweredAsync(other.ResponseStream));
        Assert.Equal(StatusCode.OK, other.GetStatus().StatusCode);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", _gateway.Port);
        return socket;
    }

    private static async Task<string> AnswerAsync(TcpClient socket, string request)
    {
        try
        {
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Patience.Token);
            var buffer = new byte[1000];
            return Encoding.ASCII.GetString(buffer, 0, await socket.GetStream().ReadAsync(buffer, Patience.Token));
        }
        catch (IOException)
        {
            return ""; // It was cut off.
        }
    }

    private static async Task DripAsync(TcpClient socket)
    {
        try
        {
            await socket.GetStream().WriteAsync("GET /livez HTTP/1.1\r\nHost: localhost\r\nX: "u8.ToArray(), Patience.Token);
            while (true)
            {
                await socket.GetStream().WriteAsync("y"u8.ToArray(), Patience.Token);
                await Task.Delay(500, Patience.Token);
            }
        }
        catch (IOException)
        {
            // It was cut off, as it should be.
        }
    }
}
