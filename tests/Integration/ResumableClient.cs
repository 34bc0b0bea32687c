using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Integration.Tests;

/// <summary>What a client in any language does to resume: it keeps the newest token, and sends what comes after it again.</summary>
internal sealed class ResumableClient(SessionOptions options, Func<ulong, Frame> frame) : IDisposable
{
    private AsyncDuplexStreamingCall<RecognizeRequest, RecognizeResponse>? _call;

    /// <summary>The session's key.</summary>
    public ByteString Key { get; } = ByteString.CopyFrom(Guid.NewGuid().ToByteArray());

    /// <summary>The newest token.</summary>
    public ResumeToken? Token { get; private set; }

    /// <summary>The first answer to every frame.</summary>
    public SortedDictionary<ulong, RecognizeResponse> Answers { get; } = [];

    /// <summary>Frames that were answered again after a resume.</summary>
    public int SecondAnswers { get; private set; }

    /// <summary>The go-away; null: none came.</summary>
    public GoAway? GoAway { get; private set; }

    /// <summary>The account of the session that was closed last.</summary>
    public SessionClosed? Closed { get; private set; }

    /// <summary>Opens the session, with the token if there is one.</summary>
    public async Task<SessionOpened> OpenAsync(ChannelBase channel)
    {
        _call?.Dispose();
        (GoAway, Closed) = (null, null);
        _call = new RecognitionService.RecognitionServiceClient(channel).Recognize(deadline: DateTime.UtcNow + Patience.Call);
        var open = new SessionOpen { Options = options, ResumeKey = Key, ResumeToken = Token?.Token ?? ByteString.Empty };
        await _call.RequestStream.WriteAsync(new RecognizeRequest { Open = open });
        Assert.True(await _call.ResponseStream.MoveNext(CancellationToken.None));
        return _call.ResponseStream.Current.Opened;
    }

    /// <summary>Sends frames without waiting for their answers.</summary>
    public async Task SendAsync(ulong first, ulong last)
    {
        for (var i = first; i <= last; i++)
            await _call!.RequestStream.WriteAsync(new RecognizeRequest { Frame = frame(i) });
    }

    /// <summary>Sends frames, a few at a time, until all are answered or the server says go-away.</summary>
    /// <returns>The last frame that was sent.</returns>
    public async Task<ulong> StreamAsync(ulong first, ulong last)
    {
        const ulong inFlight = 3;
        var sent = first - 1;
        var heard = Math.Min(sent, Answers.Count == 0 ? sent : Answers.Keys.Last());
        while (heard < last)
        {
            while (sent < last && sent < heard + inFlight && GoAway is null)
                await SendAsync(++sent, sent);
            if (GoAway != null)
                return sent;
            Assert.True(await _call!.ResponseStream.MoveNext(CancellationToken.None), "The session ended.");
            heard = Math.Max(heard, Take(_call.ResponseStream.Current));
        }

        return sent;
    }

    /// <summary>Says that no more frames come, and reads to the end.</summary>
    public async Task CloseAsync()
    {
        await _call!.RequestStream.WriteAsync(new RecognizeRequest { Close = new SessionClose() });
        await ReadToEndAsync();
    }

    /// <summary>Reads until the session is closed.</summary>
    public async Task ReadToEndAsync()
    {
        while (await _call!.ResponseStream.MoveNext(CancellationToken.None))
            Take(_call.ResponseStream.Current);
    }

    /// <summary>Reads until there is a token that reaches a frame.</summary>
    public async Task ReadTokenAsync(ulong atLeast)
    {
        while (Token is null || Token.Sequence < atLeast)
        {
            Assert.True(await _call!.ResponseStream.MoveNext(CancellationToken.None), "The session ended.");
            Take(_call.ResponseStream.Current);
        }
    }

    public void Dispose() => _call?.Dispose();

    /// <returns>The frame that it answers; 0: none.</returns>
    private ulong Take(RecognizeResponse message)
    {
        switch (message.MessageCase)
        {
            case RecognizeResponse.MessageOneofCase.ResumeToken:
                Token = message.ResumeToken;
                return 0;
            case RecognizeResponse.MessageOneofCase.GoAway:
                GoAway = message.GoAway;
                return 0;
            case RecognizeResponse.MessageOneofCase.Closed:
                Closed = message.Closed;
                return 0;
        }

        var sequence = message.Result?.Sequence ?? message.Dropped?.Sequence ?? message.Error.Sequence;
        if (!Answers.TryAdd(sequence, message))
        {
            SecondAnswers++;
            // What it says now is what it said then.
            ResultAssert.Same(Answers[sequence], message);
        }

        return sequence;
    }
}
