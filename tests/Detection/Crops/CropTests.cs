using EmotionGrpc.Detection.Crops;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tests.Crops;

public sealed class CropTests
{
    private static readonly CropCutter s_cutter = new(Options.Create(new DetectionOptions()));

    [Theory]
    [InlineData(0f, 60)]
    [InlineData(0.5f, 60)]
    [InlineData(-1.2f, 60)]
    [InlineData(0.5f, 400)]
    [InlineData(3f, 90)]
    public void FaceRegion_TurnedFace_LevelsTheEyes(float roll, int side)
    {
        var face = Someone.Face(500, 500, side, roll);
        using var frame = new Mat(1000, 1000, MatType.CV_8UC3, Scalar.Black);
        var dot = Math.Max(2, side / 20);
        Cv2.Circle(frame, (int)face.RightEye.X, (int)face.RightEye.Y, dot, new Scalar(0, 0, 255), -1, LineTypes.AntiAlias);
        Cv2.Circle(frame, (int)face.LeftEye.X, (int)face.LeftEye.Y, dot, new Scalar(0, 255, 0), -1, LineTypes.AntiAlias);

        using var crop = FaceCrop.Region(face, 0.25f).Cut(frame, 112, 112);

        var (right, left) = (CenterOf(crop, 2), CenterOf(crop, 1));
        // The eyes lie 0.4 sides apart; the crop shows 1.25 sides.
        Assert.Equal(left.Y, right.Y, 1.5f);
        Assert.Equal(0.4f / 1.25f * 112, left.X - right.X, 2f);
        Assert.Equal(56, (left.X + right.X) / 2, 1.5f);
        Assert.Equal(56 - (0.2f / 1.25f * 112), right.Y, 2f);
    }

    [Fact]
    public void FaceRegion_Margin_GrowsTheSide() => Assert.Equal(125, FaceCrop.Region(Someone.Face(0, 0, 100), 0.25f).Side, 1e-3f);

    [Fact]
    public void FaceRegion_BeyondTheFrame_IsBlackThere()
    {
        using var frame = new Mat(100, 100, MatType.CV_8UC3, Scalar.White);

        using var crop = FaceCrop.Region(Someone.Face(0, 50, 40), 0).Cut(frame, 64, 64);

        Assert.Equal(new Vec3b(0, 0, 0), crop.At<Vec3b>(32, 8));
        Assert.Equal(new Vec3b(255, 255, 255), crop.At<Vec3b>(32, 56));
    }

    [Fact]
    public void SquareRegion_ToFrame_IsTheInverseOfCut()
    {
        var region = new SquareRegion(120, 80, 50, 0.7f);
        var point = region.ToFrame(0.25f, 0.75f);
        using var frame = new Mat(200, 200, MatType.CV_8UC3, Scalar.Black);
        Cv2.Circle(frame, (int)MathF.Round(point.X), (int)MathF.Round(point.Y), 2, new Scalar(0, 0, 255), -1);

        using var crop = region.Cut(frame, 100, 100);

        var seen = CenterOf(crop, 2);
        Assert.Equal(25, seen.X, 1.6f);
        Assert.Equal(75, seen.Y, 1.6f);
    }

    [Theory]
    [InlineData(0f, 60)]
    [InlineData(0.5f, 60)]
    [InlineData(-2.2f, 300)]
    public void Cut_TurnedFace_RegionsCornersBecomeTheCropsCorners(float roll, int side)
    {
        var person = Someone.At(300) with { Face = Someone.Face(300, 320, side, roll) };
        using var frame = new Mat(640, 640, MatType.CV_8UC3, Scalar.Black);

        AssertCornersAreSeen(frame, person, new CropSpec { Kind = CropKind.Face, Width = 112, Height = 96, Format = ImageFormat.Bgr24, Margin = 0.25f });
    }

    [Fact]
    public void Cut_Body_RegionsCornersBecomeTheCropsCorners()
    {
        var person = Someone.At(320, 320, height: 500);
        using var frame = new Mat(640, 640, MatType.CV_8UC3, Scalar.Black);
        var spec = new CropSpec { Kind = CropKind.FullBody, Width = 224, Height = 112, Format = ImageFormat.Bgr24, Margin = 0.1f };

        AssertCornersAreSeen(frame, person, spec);

        var region = s_cutter.Cut(frame, person, spec)!.Region;
        var box = BodyCrop.Box(person.Pose, 0.1f)!.Value;
        Assert.Equal([(box.X, box.Y), (box.Right, box.Y), (box.Right, box.Bottom), (box.X, box.Bottom)], region.Select(p => (p.X, p.Y)));
    }

    [Fact]
    public void BodyCut_FaceBox_IsBlackAndBleedsNowhere()
    {
        using var frame = new Mat(400, 400, MatType.CV_8UC3, Scalar.White);
        var face = new BoundingBox(80, 80, 40, 40);

        using var crop = BodyCrop.Cut(frame, new BoundingBox(0, 0, 200, 400), face, 100, 200);

        using var inside = new Mat(crop, new Rect(40, 40, 20, 20));
        Assert.Equal(0, inside.Reshape(1).CountNonZero());
        using var around = crop.Clone();
        Cv2.Rectangle(around, new Rect(40, 40, 20, 20), Scalar.White, -1);
        Assert.Equal(crop.Rows * crop.Cols * 3, around.Reshape(1).CountNonZero());
        Assert.Equal(new Vec3b(255, 255, 255), frame.At<Vec3b>(100, 100));
    }

    [Fact]
    public void BodyCut_EnlargedFace_LeaksNoPixelOfIt()
    {
        using var frame = new Mat(100, 100, MatType.CV_8UC3, Scalar.Black);
        Cv2.Rectangle(frame, new Rect(41, 41, 18, 18), Scalar.White, -1);

        using var crop = BodyCrop.Cut(frame, new BoundingBox(20, 20, 60, 60), new BoundingBox(40.4f, 40.4f, 19.2f, 19.2f), 600, 600);

        Assert.Equal(0, crop.Reshape(1).CountNonZero());
    }

    [Fact]
    public void BodyCut_BoxBeyondTheFrame_KeepsItsPlace()
    {
        using var frame = new Mat(100, 100, MatType.CV_8UC3, Scalar.White);

        using var crop = BodyCrop.Cut(frame, new BoundingBox(-50, 0, 100, 100), null, 64, 64);

        Assert.Equal(new Vec3b(0, 0, 0), crop.At<Vec3b>(32, 30));
        Assert.Equal(new Vec3b(255, 255, 255), crop.At<Vec3b>(32, 33));
    }

    [Fact]
    public void BodyBox_VisibleJoints_AreEnclosedAndGrown()
    {
        var pose = Someone.At(200, 200, height: 200).Pose!;
        var xs = pose.Joints.Select(j => j.X).ToArray();

        var box = BodyCrop.Box(pose, 0.1f)!.Value;

        Assert.Equal((xs.Max() - xs.Min()) * 1.1f, box.Width, 1e-3f);
        Assert.Equal((xs.Max() + xs.Min()) / 2, box.CenterX, 1e-3f);
    }

    [Fact]
    public void BodyBox_TwoVisibleJoints_IsNull()
    {
        var pose = Someone.At(200).Pose!;

        Assert.Null(BodyCrop.Box(pose with { Joints = [.. pose.Joints.Select((j, i) => j with { Score = i < 2 ? 0.5f : 0.19f })] }, 0.1f));
    }

    /// <summary>Paints a dot a tenth inside of each corner in turn and finds it in the crop a tenth inside of the corner of the same place.</summary>
    private static void AssertCornersAreSeen(Mat frame, FoundPerson person, CropSpec spec)
    {
        var corners = s_cutter.Cut(frame, person, spec)!.Region;
        Assert.Equal(4, corners.Count);
        var (middleX, middleY) = (corners.Average(c => c.X), corners.Average(c => c.Y));
        (float X, float Y)[] places = [(0.1f, 0.1f), (0.9f, 0.1f), (0.9f, 0.9f), (0.1f, 0.9f)];
        // Of a pixel or more in the crop.
        var radius = (int)Math.Max(2, Math.Round(Math.Sqrt(Math.Pow(corners[1].X - corners[0].X, 2) + Math.Pow(corners[1].Y - corners[0].Y, 2)) / 100));
        foreach (var (corner, place) in corners.Zip(places))
        {
            frame.SetTo(Scalar.Black);
            var inside = new OpenCvSharp.Point(Math.Round(corner.X + (0.2 * (middleX - corner.X))), Math.Round(corner.Y + (0.2 * (middleY - corner.Y))));
            Cv2.Circle(frame, inside, radius, new Scalar(0, 0, 255), -1);

            var crop = s_cutter.Cut(frame, person, spec)!;

            using var pixels = Mat.FromPixelData((int)spec.Height, (int)spec.Width, MatType.CV_8UC3, crop.Image.Data.ToByteArray());
            var seen = CenterOf(pixels, 2);
            Assert.Equal(place.X * spec.Width, seen.X, 2f);
            Assert.Equal(place.Y * spec.Height, seen.Y, 2f);
        }
    }

    private static (float X, float Y) CenterOf(Mat crop, int channel)
    {
        using var one = crop.ExtractChannel(channel);
        using var bright = one.Threshold(100, 255, ThresholdTypes.Binary);
        var moments = Cv2.Moments(bright, true);
        Assert.True(moments.M00 > 0, "The dot is not in the crop.");
        return ((float)(moments.M10 / moments.M00), (float)(moments.M01 / moments.M00));
    }
}
