using System.Buffers;
using BenchmarkDotNet.Attributes;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Fusion.Requests;
using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>
/// The messages of one frame with one person, written and read as gRPC does: into a buffer that is there, out of a sequence. The request holds a JPEG file
/// of 640x360 pixels (about 28 KiB), the detection a raw face crop of 96x96 pixels (27 KiB); what is read owns its copy of these. Frames of sessions are read as fusion reads them, by
/// its own reader into pooled memory.
/// </summary>
// Public and not sealed: BenchmarkDotNet derives from it.
[MemoryDiagnoser]
public class WireBenchmarks
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 20);
    private StreamDetectRequest _request = new();
    private StreamDetectResponse _detection = new();
    private RecognizeResponse _result = new();
    private ReadOnlySequence<byte> _frameBytes;
    private ReadOnlySequence<byte> _requestBytes;
    private ReadOnlySequence<byte> _detectionBytes;
    private ReadOnlySequence<byte> _resultBytes;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var wanted = FaceCropInput.Create().Wanted.Crop;
        _request = new StreamDetectRequest { Frame = SampleFrames.Frame(1), Crops = { wanted } };
        _request.Frame.Image = SamplePicture.Jpeg(SamplePicture.Small);
        await using (var detection = new SampleDetection())
        {
            using var findings = await detection.AnalyzeAsync(_request.Frame.Image);
            _detection = new StreamDetectResponse
            {
                Sequence = _request.Frame.Sequence,
                Detection = new DetectionMessage(SampleDetection.Cutter).Build(findings, [(SampleDetection.Best(findings), 1)], [], [wanted]),
            };
        }

        _result = new RecognizeResponse { Result = Result(_request.Frame, _detection.Detection) };
        _frameBytes = new(new RecognizeRequest { Frame = _request.Frame }.ToByteArray());
        _requestBytes = new(_request.ToByteArray());
        _detectionBytes = new(_detection.ToByteArray());
        _resultBytes = new(_result.ToByteArray());
    }

    [Benchmark]
    public void ReadFrame() => PooledBytes.Release(FrameReader.Read(_frameBytes).Frame.Image.Data);

    [Benchmark]
    public int WriteRequest() => Write(_request);

    [Benchmark]
    public object ReadRequest() => StreamDetectRequest.Parser.ParseFrom(_requestBytes);

    [Benchmark]
    public int WriteDetection() => Write(_detection);

    [Benchmark]
    public object ReadDetection() => StreamDetectResponse.Parser.ParseFrom(_detectionBytes);

    [Benchmark]
    public int WriteResult() => Write(_result);

    [Benchmark]
    public object ReadResult() => RecognizeResponse.Parser.ParseFrom(_resultBytes);

    private int Write(IMessage message)
    {
        _buffer.ResetWrittenCount();
        // gRPC writes the length before the message.
        var length = message.CalculateSize();
        message.WriteTo(_buffer);
        return length;
    }

    private static FrameResult Result(Frame frame, V1.Detection detection)
    {
        var (fusion, person) = (new SampleFusion(), detection.Persons[0]);
        return new FrameResult
        {
            Sequence = frame.Sequence,
            CaptureTime = frame.CaptureTime,
            Width = detection.Width,
            Height = detection.Height,
            Segment = true,
            Times = { detection.Times },
            Persons =
            {
                new PersonResult
                {
                    TrackId = person.TrackId,
                    Box = person.Box,
                    Score = person.Score,
                    Face = person.Face,
                    Emotion = fusion.Fuser.Update(fusion.Scored, frame.CaptureTime.ToDateTime(), segment: true),
                },
            },
        };
    }
}
