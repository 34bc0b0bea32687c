using EmotionGrpc.Client.Internal;
using EmotionGrpc.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace EmotionGrpc.Client;

/// <summary>A connection to an EmotionGrpc server (Gateway, Standalone or Fusion). Thread-safe; one per server is enough.</summary>
/// <remarks>Nothing is connected before the first call.</remarks>
/// <example>
/// <code>
/// using var client = new EmotionClient("http://127.0.0.1:8080");
/// foreach (var live in await client.ListSessionsAsync())
///     Console.WriteLine($"{live.Source}: {live.ResultsPerSecond:0.0} results a second");
/// </code>
/// </example>
public sealed class EmotionClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly RecognitionService.RecognitionServiceClient _recognition;
    private readonly TimeProvider _time;
    private readonly Random _random;

    /// <summary>Creates a client with the default options.</summary>
    /// <param name="address"><c>http://HOST:PORT</c> (HTTP/2 without TLS) or <c>https://HOST:PORT</c>.</param>
    /// <exception cref="ArgumentException">The address is not of that form.</exception>
    public EmotionClient(string address)
        : this(new EmotionClientOptions { Address = address })
    {
    }

    /// <summary>Creates a client.</summary>
    /// <param name="options">Which server, and how to talk to it; later changes of the object have no effect.</param>
    /// <exception cref="ArgumentException">An option is outside of what is allowed; the message says which.</exception>
    public EmotionClient(EmotionClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (ClientOptionsCheck.Faults(options).FirstOrDefault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        Address = new Uri(options.Address);
        _time = options.TimeProvider;
        _random = options.Random;
        _channel = ClientChannel.Open(options);
        _recognition = new RecognitionService.RecognitionServiceClient(_channel);
    }

    /// <summary>The server's address.</summary>
    public Uri Address { get; }

    /// <summary>Opens a live session and waits until the server has confirmed it.</summary>
    /// <param name="options">How the session shall work; null: the server's defaults.</param>
    /// <param name="cancellationToken">Gives up opening; an open session is not touched by it.</param>
    /// <exception cref="RpcException">
    /// UNAVAILABLE: the server is not reachable or drains. INVALID_ARGUMENT: an option is not usable. Opening is not tried again
    /// (unless <see cref="ReconnectOptions.RetryOpening"/> is set); a session that was open once reconnects by itself.
    /// </exception>
    /// <exception cref="ArgumentException">An option is outside of what is allowed; the message says which.</exception>
    public Task<EmotionSession> OpenSessionAsync(EmotionSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EmotionSessionOptions();
        if (SessionOptionsCheck.Faults(options).FirstOrDefault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        return EmotionSession.OpenAsync(_recognition, options, _time, _random, cancellationToken);
    }

    /// <summary>Sends a complete clip and waits for its one answer; nothing is dropped, flow control slows the sender instead.</summary>
    /// <param name="frames">The frames in order: sequences strictly increasing from 1, capture times not going back.</param>
    /// <param name="options">Policy, segments and window; null: the server's defaults.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT: an option is not usable. UNAVAILABLE: the server is not reachable.</exception>
    /// <example>
    /// <code>
    /// using var client = new EmotionClient("http://127.0.0.1:8080");
    /// var clip = await client.RecognizeClipAsync(Pictures("clip"));
    /// foreach (var person in clip.Persons)
    ///     Console.WriteLine($"person {person.TrackId}, {person.Frames} frames: {person.Emotion.Label}");
    ///
    /// static async IAsyncEnumerable&lt;Frame&gt; Pictures(string folder)
    /// {
    ///     ulong sequence = 0;
    ///     var start = DateTime.UtcNow;
    ///     foreach (var file in Directory.EnumerateFiles(folder, "*.jpg").Order())
    ///     {
    ///         var image = new Image { Format = ImageFormat.Jpeg, Data = ByteString.CopyFrom(await File.ReadAllBytesAsync(file)) };
    ///         yield return new Frame { Sequence = ++sequence, CaptureTime = Timestamp.FromDateTime(start.AddSeconds(sequence / 25.0)), Image = image };
    ///     }
    /// }
    /// </code>
    /// </example>
    public async Task<RecognizeClipResponse> RecognizeClipAsync(
        IAsyncEnumerable<Frame> frames,
        SessionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frames);
        using var call = _recognition.RecognizeClip(cancellationToken: cancellationToken);
        var open = await TryWriteAsync(call.RequestStream, new RecognizeClipRequest { Options = options ?? new SessionOptions() }, cancellationToken).ConfigureAwait(false);
        if (open)
        {
            await foreach (var frame in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                open = await TryWriteAsync(call.RequestStream, new RecognizeClipRequest { Frame = frame }, cancellationToken).ConfigureAwait(false);
                if (!open)
                    break;
            }
        }

        if (open)
            await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        return await call.ResponseAsync.ConfigureAwait(false);
    }

    /// <summary>The live sessions of the server, oldest first.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: the server is not reachable.</exception>
    public async Task<IReadOnlyList<SessionInfo>> ListSessionsAsync(CancellationToken cancellationToken = default)
    {
        var response = await _recognition.ListSessionsAsync(new ListSessionsRequest(), cancellationToken: cancellationToken).ConfigureAwait(false);
        return response.Sessions;
    }

    /// <summary>Closes the connection; sessions that are still open break.</summary>
    public void Dispose() => _channel.Dispose();

    // False when the server ended the call while frames were on their way; its status says why.
    private static async Task<bool> TryWriteAsync(IClientStreamWriter<RecognizeClipRequest> writer, RecognizeClipRequest message, CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync(message, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (SessionConnection.IsOver(e) && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
