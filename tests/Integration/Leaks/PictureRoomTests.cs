using System.Globalization;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using OpenCvSharp;

namespace EmotionGrpc.Integration.Tests.Leaks;

/// <summary>A picture takes the room of the one before: where each got new pages from the system, these took more time than decoding it.</summary>
public sealed class PictureRoomTests
{
    private const int Frames = 20;
    private const int Rounds = 6;

    // A picture of 1280x720 is 675 pages. Others come for what is compiled meanwhile and for the collector, in some rounds and not in each; those of pictures would come in all.
    private const int PagesPerFrame = 100;

    [Fact]
    public async Task Pictures_OfManyPages_KeepTheRoomOfThoseBefore()
    {
        await using var suite = await ServiceProcess.StartSuiteAsync(Patience.Settings);
        using var channel = GrpcChannel.ForAddress(suite.Address);
        using var session = new LiveSession(channel);
        await session.OpenAsync();
        var pictures = SampleFrames.Jpegs.Take(10).Select(Enlarge).ToArray();
        ulong sequence = 0;
        var pages = new long[Rounds];
        for (var round = 0; round < Rounds; round++)
            pages[round] = await AskAsync();
        Assert.InRange(pages.Min(), 0, PagesPerFrame * Frames);

        async Task<long> AskAsync()
        {
            var before = FaultsOf(suite.Id);
            for (var i = 0; i < Frames; i++)
            {
                var answer = await session.AskAsync(new Frame
                {
                    Sequence = ++sequence,
                    CaptureTime = Timestamp.FromDateTime(DateTime.UtcNow),
                    Image = Images.Jpeg(pictures[i % pictures.Length]),
                });
                Assert.NotNull(answer.Result);
            }

            return FaultsOf(suite.Id) - before;
        }
    }

    private static ByteString Enlarge(ByteString jpeg)
    {
        using var picture = Cv2.ImDecode(jpeg.Span, ImreadModes.Color);
        using var large = picture.Resize(new Size(1280, 720));
        return ByteString.CopyFrom(large.ImEncode(".jpg"));
    }

    /// <summary>Pages that the system gave a process so far, without reading a disk.</summary>
    private static long FaultsOf(int process)
    {
        // Behind the name, which may hold anything: state, five ids, flags, and then minflt (man 5 proc).
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }
}
