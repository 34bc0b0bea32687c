using System.Threading.Channels;
using EmotionGrpc.Client;
using EmotionGrpc.Edge.Live;
using EmotionGrpc.Edge.Streaming;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Writes the video of all frames that were sent, in their order, with what was found drawn into them.</summary>
internal sealed class AnnotatedVideo : IRunObserver
{
    // Pictures that wait for their answer or for the encoder; more would only fill the memory.
    private const int MostWaiting = 48;

    private readonly string _path;
    private readonly double _framesPerSecond;
    private readonly HeatLayer? _heats;
    private readonly FrameAnnotator _annotator;
    private readonly SemaphoreSlim _room = new(MostWaiting);
    private readonly Channel<(ulong Sequence, TimeSpan Time, Mat Pixels)> _sent = Channel.CreateUnbounded<(ulong, TimeSpan, Mat)>();
    private readonly Channel<FrameAnswer> _answers = Channel.CreateUnbounded<FrameAnswer>();
    private readonly Task _writing;
    private FrameResult? _last;
    private Canvas? _canvas;
    private IVideoSink? _sink;
    private Mat? _previous;
    private long _written;

    /// <summary>Starts a video.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="framesPerSecond">Its rate; frames that the source skipped are filled by the one before.</param>
    /// <param name="heats">Where the models find their evidence, drawn too; becomes the video's. Null: not drawn.</param>
    /// <param name="redaction">Paints faces over; null: they stay.</param>
    public AnnotatedVideo(string path, double framesPerSecond, HeatLayer? heats = null, FaceRedaction? redaction = null)
    {
        _path = path;
        _framesPerSecond = framesPerSecond;
        _heats = heats;
        _annotator = new FrameAnnotator(heats, redaction);
        _writing = Task.Run(WriteAsync);
    }

    public async ValueTask OnSendingAsync(SentFrame frame, CancellationToken cancellationToken)
    {
        var entering = _room.WaitAsync(cancellationToken);
        if (await Task.WhenAny(entering, _writing) == _writing)
            await _writing; // Its failure ends the run.
        await entering;
        _sent.Writer.TryWrite((frame.Sequence, frame.Time, frame.Pixels.Clone()));
    }

    public void OnAnswer(FrameOutcome outcome) => _answers.Writer.TryWrite(outcome.Answer);

    public async ValueTask CompleteAsync()
    {
        _sent.Writer.TryComplete();
        _answers.Writer.TryComplete();
        await _writing;
    }

    public async ValueTask DisposeAsync()
    {
        _sent.Writer.TryComplete();
        _answers.Writer.TryComplete();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_sent.Reader.TryRead(out var left))
            left.Pixels.Dispose();
        _previous?.Dispose();
        _heats?.Dispose();
        if (_sink != null)
            await _sink.DisposeAsync();
        _room.Dispose();
    }

    private async Task WriteAsync()
    {
        var answers = new Dictionary<ulong, FrameAnswer>();
        await foreach (var (sequence, time, pixels) in _sent.Reader.ReadAllAsync())
        {
            using (pixels)
            {
                FrameAnswer? answer;
                while (!answers.Remove(sequence, out answer) && await _answers.Reader.WaitToReadAsync())
                {
                    while (_answers.Reader.TryRead(out var next))
                        answers[next.Sequence] = next;
                }

                if (answer == null)
                    break; // Handed over, but the run ended before it was sent.
                await WriteAsync(pixels, time, answer);
            }

            _room.Release();
        }

        if (_sink != null)
            await _sink.CompleteAsync();
    }

    private async Task WriteAsync(Mat pixels, TimeSpan time, FrameAnswer answer)
    {
        if (answer is ResultAnswer result)
        {
            _last = result.Result;
            _heats?.Take(result, time);
        }

        _canvas ??= new Canvas(pixels.Size());
        _sink ??= VideoSinks.Open(_path, _canvas.Size, _framesPerSecond);

        var drawn = _canvas.Create(pixels);
        _annotator.Draw(drawn, _last, time, Fault(answer));
        var picture = _canvas.Fill(drawn);

        var slot = (long)Math.Round(time.TotalSeconds * _framesPerSecond);
        while (_previous != null && _written < slot)
            await WriteAsync(_previous);
        await WriteAsync(picture);
        _previous?.Dispose();
        _previous = picture;
    }

    private async ValueTask WriteAsync(Mat picture)
    {
        await _sink!.WriteAsync(picture);
        _written++;
    }

    private static string? Fault(FrameAnswer answer) => answer switch
    {
        DroppedAnswer dropped => Wording.Of(dropped.Reason),
        ErrorAnswer error => error.Error.Message,
        _ => null,
    };
}
