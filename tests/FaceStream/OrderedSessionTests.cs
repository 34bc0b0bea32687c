using System.Threading.Channels;
using EmotionGrpc.Streams.Sessions;
using Grpc.Core;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>The session loop by itself, where the moment of each answer can be chosen.</summary>
public sealed class OrderedSessionTests
{
    [Fact]
    public async Task RunAsync_LaterRequestIsReadyFirst_AnswersInOrder()
    {
        var (requests, responses) = (new Requests(), new Responses());
        var answers = new[] { new TaskCompletionSource<int>(), new TaskCompletionSource<int>() };
        var session = OrderedSession.RunAsync(requests, responses, 8, (i, _) => new ValueTask<int>(answers[i].Task), CancellationToken.None, CancellationToken.None);
        requests.Add(0, 1);

        answers[1].SetResult(11);
        answers[0].SetResult(10);
        requests.Complete();
        await session;

        Assert.Equal([10, 11], responses.Written);
    }

    [Fact]
    public async Task RunAsync_Stop_AnswersWhatIsInHandThenUnavailable()
    {
        using var stopping = new CancellationTokenSource();
        var (requests, responses) = (new Requests(), new Responses());
        var answer = new TaskCompletionSource<int>();
        var taken = new TaskCompletionSource();
        var session = OrderedSession.RunAsync(requests, responses, 8, TakeAsync, stopping.Token, CancellationToken.None);
        requests.Add(0);
        await taken.Task;

        await stopping.CancelAsync();
        answer.SetResult(10);

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => session)).StatusCode);
        Assert.Equal([10], responses.Written);

        ValueTask<int> TakeAsync(int request, CancellationToken cancellationToken)
        {
            taken.SetResult();
            return new ValueTask<int>(answer.Task);
        }
    }

    [Fact]
    public async Task RunAsync_ReaderOfAnswersIsSlow_TakesNoMoreThanAllowed()
    {
        var (requests, responses) = (new Requests(), new Responses());
        var answer = new TaskCompletionSource<int>();
        var taken = 0;
        var session = OrderedSession.RunAsync(requests, responses, 3, (_, _) => Take(), CancellationToken.None, CancellationToken.None);
        requests.Add([.. Enumerable.Range(0, 50)]);
        requests.Complete();
        // Three in the channel, one that waits for room in it, one at the writer.
        Assert.InRange(taken, 1, 5);

        answer.SetResult(1);
        await session;

        Assert.Equal(50, responses.Written.Count);

        ValueTask<int> Take()
        {
            taken++;
            return new ValueTask<int>(answer.Task);
        }
    }

    [Fact]
    public async Task RunAsync_RequestFails_EndsTheSession()
    {
        var requests = new Requests();
        var session = OrderedSession.RunAsync(
            requests, new Responses(), 8, (_, _) => ValueTask.FromException<int>(new InvalidOperationException("broken")), CancellationToken.None, CancellationToken.None);

        requests.Add(0);

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => session)).Message);
    }

    private sealed class Requests : IAsyncStreamReader<int>
    {
        private readonly Channel<int> _channel = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });

        public int Current { get; private set; }

        public void Add(params int[] requests) => Array.ForEach(requests, r => Assert.True(_channel.Writer.TryWrite(r)));

        public void Complete() => _channel.Writer.Complete();

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await _channel.Reader.WaitToReadAsync(cancellationToken))
                return false;
            Current = await _channel.Reader.ReadAsync(cancellationToken);
            return true;
        }
    }

    private sealed class Responses : IServerStreamWriter<int>
    {
        public List<int> Written { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(int message, CancellationToken cancellationToken) => WriteAsync(message);

        public Task WriteAsync(int message)
        {
            Written.Add(message);
            return Task.CompletedTask;
        }
    }
}
