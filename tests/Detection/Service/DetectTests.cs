using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace EmotionGrpc.Detection.Tests.Service;

public sealed class DetectTests(RunningDetection service) : IClassFixture<RunningDetection>
{
    private static readonly ByteString s_frame = SampleFrames.Jpegs[0];

    public static TheoryData<string, FrameErrorReason> BadNames => BadPictures.Names;

    [Fact]
    public async Task Detect_PersonAtAWebcam_FindsPersonFaceAndMaskState()
    {
        var detection = (await service.Client.DetectAsync(new DetectRequest { Image = Images.Jpeg(s_frame) })).Detection;

        Assert.Equal((400u, 300u), (detection.Width, detection.Height));
        var person = Assert.Single(detection.Persons);
        Assert.Equal(0u, person.TrackId);
        Assert.Equal(Enumerable.Range(1, 17), person.Keypoints.Select(k => (int)k.Name));
        Assert.InRange(person.Score, 0.2f, 1f);
        Assert.Equal(Enumerable.Range(1, 6), person.Face.Landmarks.Select(l => (int)l.Name));
        Assert.Equal(MaskState.Without, person.Face.Mask.State);
        var nose = person.Face.Landmarks.Single(l => l.Name == FaceLandmarkName.Nose).Point;
        Assert.InRange(nose.X, person.Face.Box.X, person.Face.Box.X + person.Face.Box.Width);
        Assert.InRange(nose.Y, person.Face.Box.Y, person.Face.Box.Y + person.Face.Box.Height);
        Assert.InRange(nose.X - person.Keypoints[0].X, -15, 15);
        Assert.True(person.Face.Landmarks[0].Point.X < person.Face.Landmarks[1].Point.X, "The person's right eye lies on the left of the picture.");
        Assert.Equal(["pose", "face-detection", "mask-state"], detection.Models.Select(m => m.Task));
        Assert.Equal(["decode", "pose", "face", "mask"], detection.Times.Select(t => t.Stage));
        Assert.All(detection.Times, t => Assert.True(t.Milliseconds > 0));
        Assert.InRange(detection.Times[1].ModelMilliseconds, 1e-3f, detection.Times[1].Milliseconds);
    }

    [Fact]
    public async Task Detect_Crops_ComeInSizeAndFormatAndTheBodyHidesTheFace()
    {
        var request = new DetectRequest
        {
            Image = Images.Jpeg(s_frame),
            Crops =
            {
                new CropSpec { Kind = CropKind.Face, Width = 112, Height = 112, Format = ImageFormat.Rgb24, Margin = 0.1f },
                new CropSpec { Kind = CropKind.Body, Width = 224, Height = 224, Format = ImageFormat.Bgr24, Margin = 0.1f },
                new CropSpec { Kind = CropKind.FullBody, Width = 64, Height = 128, Format = ImageFormat.Jpeg },
                new CropSpec { Kind = CropKind.Face, Width = 8, Height = 1024, Format = ImageFormat.Png, Margin = 2 },
            },
        };

        var detection = (await service.Client.DetectAsync(request)).Detection;

        var crops = Assert.Single(detection.Persons).Crops;
        Assert.Equal(request.Crops.Select(c => (c.Kind, c.Width, c.Height, c.Format)), crops.Select(c => (c.Kind, c.Image.Width, c.Image.Height, c.Image.Format)));
        Assert.Equal(112 * 112 * 3, crops[0].Image.Data.Length);
        Assert.True(BlackShare(crops[1].Image) > 0.04, "The body crop shows no black box.");
        Assert.True(BlackShare(crops[0].Image) < 0.04, "The face crop is black.");
        Assert.Equal("crop", detection.Times[^1].Stage);
        Assert.All(crops, c => Assert.Equal(4, c.Region.Count));
        Assert.All(detection.Persons[0].Face.Landmarks.Take(4), l => Assert.True(Encloses(crops[0].Region, l.Point), $"{l.Name} lies outside of the face crop's region."));
    }

    [Fact]
    public async Task Detect_RawPixels_FindTheSamePerson()
    {
        using var pixels = OpenCvSharp.Cv2.ImDecode(s_frame.ToByteArray(), OpenCvSharp.ImreadModes.Color);
        var image = Inference.Images.ImageEncoder.Encode(pixels, ImageFormat.Rgb24);

        var raw = (await service.Client.DetectAsync(new DetectRequest { Image = image })).Detection;
        var jpeg = (await service.Client.DetectAsync(new DetectRequest { Image = Images.Jpeg(s_frame) })).Detection;

        Assert.Equal(Assert.Single(jpeg.Persons).Face.Box, Assert.Single(raw.Persons).Face.Box);
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public async Task Detect_BadPicture_IsRefusedWithTheField(string name, FrameErrorReason reason)
    {
        var error = await Fault.OfAsync(service.Client.DetectAsync(new DetectRequest { Image = BadImages.Make(name, s_frame) }));

        var violation = Fault.Violation(error);
        Assert.Equal(reason == FrameErrorReason.UnsupportedFormat ? "image.format" : "image.data", violation.Field);
        Assert.Equal(error.Status.Detail, violation.Description);
    }

    [Theory]
    [InlineData(CropKind.Unspecified, 64, 64, ImageFormat.Rgb24, 0.1f, "kind")]
    [InlineData((CropKind)77, 64, 64, ImageFormat.Rgb24, 0.1f, "kind")]
    [InlineData(CropKind.Face, 7, 64, ImageFormat.Rgb24, 0.1f, "width")]
    [InlineData(CropKind.Face, 64, 1025, ImageFormat.Rgb24, 0.1f, "height")]
    [InlineData(CropKind.Body, 64, 64, ImageFormat.Unspecified, 0.1f, "format")]
    [InlineData(CropKind.Body, 64, 64, ImageFormat.Png, -0.1f, "margin")]
    [InlineData(CropKind.Body, 64, 64, ImageFormat.Png, float.NaN, "margin")]
    public async Task Detect_BadCrop_IsRefusedWithTheField(CropKind kind, uint width, uint height, ImageFormat format, float margin, string field)
    {
        var good = new CropSpec { Kind = CropKind.Face, Width = 64, Height = 64, Format = ImageFormat.Png };
        var bad = new CropSpec { Kind = kind, Width = width, Height = height, Format = format, Margin = margin };

        var error = await Fault.OfAsync(service.Client.DetectAsync(new DetectRequest { Image = Images.Jpeg(s_frame), Crops = { good, bad } }));

        Assert.Equal($"crops[1].{field}", Fault.Field(error));
    }

    [Fact]
    public async Task Detect_NineCrops_IsRefused()
    {
        var crop = new CropSpec { Kind = CropKind.Face, Width = 64, Height = 64, Format = ImageFormat.Png };

        var error = await Fault.OfAsync(service.Client.DetectAsync(new DetectRequest { Image = Images.Jpeg(s_frame), Crops = { Enumerable.Repeat(crop, 9) } }));

        Assert.Equal("crops", Fault.Field(error));
    }

    /// <summary>Whether a point lies to the right of every edge; corners go round clockwise as the picture shows it.</summary>
    private static bool Encloses(RepeatedField<Point> corners, Point point) => corners.Zip(corners.Skip(1).Append(corners[0])).All(edge =>
        ((edge.Second.X - edge.First.X) * (point.Y - edge.First.Y)) - ((edge.Second.Y - edge.First.Y) * (point.X - edge.First.X)) > 0);

    private static double BlackShare(Image image)
    {
        var pixels = image.Data.Span;
        var black = 0;
        for (var i = 0; i < pixels.Length; i += 3)
        {
            if (pixels[i] == 0 && pixels[i + 1] == 0 && pixels[i + 2] == 0)
                black++;
        }

        return 3.0 * black / pixels.Length;
    }
}
