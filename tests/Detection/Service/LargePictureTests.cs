using System.Buffers.Binary;
using System.Text;
using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tests.Service;

/// <summary>Frames that are larger than what is looked at: they are decoded to fewer pixels, and told in their own.</summary>
public sealed class LargePictureTests(RunningDetection service) : IClassFixture<RunningDetection>
{
    [Theory]
    [InlineData(4000, 3000, 2)]
    [InlineData(3999, 2999, 2)]
    [InlineData(3840, 2880, 2)]
    [InlineData(3838, 2879, 1)]
    [InlineData(8000, 4000, 4)]
    public void Decode_Jpeg_HasNoMorePixelsThanNeeded(int width, int height, int expected)
    {
        var picture = Picture(width, height, ".jpg");

        var (pixels, whole) = new ImageDecoder(new ImageLimits()).Decode(picture, leastSide: 1920);

        using (pixels)
        {
            Assert.Equal((width, height), (whole.Width, whole.Height));
            Assert.Equal(((width + expected - 1) / expected, (height + expected - 1) / expected), (pixels.Width, pixels.Height));
            // The same picture: the sample's colours at the same places.
            using var small = pixels.Resize(new Size(40, 30), interpolation: InterpolationFlags.Area);
            using var same = Sample().Resize(new Size(40, 30), interpolation: InterpolationFlags.Area);
            Assert.InRange(Cv2.Norm(small, same, NormTypes.L1) / (40 * 30 * 3), 0, 4);
        }
    }

    [Fact]
    public void Decode_PngAndRawAndNoLimit_AreWhole()
    {
        var decoder = new ImageDecoder(new ImageLimits());
        foreach (var (image, side) in new[] { (Picture(4000, 3000, ".png"), 1920), (Picture(4000, 3000, ".jpg"), 0) })
        {
            using var pixels = decoder.Decode(image, side).Pixels;
            Assert.Equal(4000, pixels.Width);
        }
    }

    [Theory]
    [InlineData("IDAT")]
    [InlineData("IEND")]
    public void Decode_PngWithAChunkOfGigabytes_IsRefusedBeforeAnyRoomIsMade(string chunk)
    {
        var picture = Picture(64, 48, ".png");
        var bytes = picture.Data.ToByteArray();
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(chunk)) - 4;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), 0xFFFF00D8);
        picture.Data = ByteString.CopyFrom(bytes);

        var error = Assert.Throws<ImageException>(() => new ImageDecoder(new ImageLimits()).Decode(picture));

        Assert.Equal($"The PNG file is broken: its chunk at byte {at} claims 4294901976 bytes, and {bytes.Length - at - 12} are left.", error.Message);
    }

    [Fact]
    public async Task Detect_LargeFrame_IsToldInItsOwnPixels()
    {
        const float times = 10;
        var specs = new CropSpec { Kind = CropKind.Face, Width = 96, Height = 96, Format = ImageFormat.Rgb24, Margin = 0.2f };
        var small = (await service.Client.DetectAsync(new DetectRequest { Image = Images.Jpeg(SampleFrames.Jpegs[0]), Crops = { specs } })).Detection;

        var large = (await service.Client.DetectAsync(new DetectRequest { Image = Picture(4000, 3000, ".jpg"), Crops = { specs } })).Detection;

        Assert.Equal((4000u, 3000u), (large.Width, large.Height));
        var (one, other) = (Assert.Single(small.Persons), Assert.Single(large.Persons));
        // Ten times the picture, looked at with other pixels: as near as a tenth of the face.
        var near = one.Face.Box.Width / 10 * times;
        Assert.Equal(one.Box.X * times, other.Box.X, 2 * near);
        Assert.Equal(one.Box.Height * times, other.Box.Height, 4 * near);
        Assert.Equal(one.Face.Box.X * times, other.Face.Box.X, near);
        Assert.Equal(one.Face.Box.Width * times, other.Face.Box.Width, near);
        Assert.Equal(one.Keypoints[0].X * times, other.Keypoints[0].X, near);
        Assert.Equal(one.Keypoints[0].Y * times, other.Keypoints[0].Y, near);
        Assert.Equal(one.Face.Landmarks[2].Point.Y * times, other.Face.Landmarks[2].Point.Y, near);
        var (corner, itsCorner) = (one.Crops[0].Region[3], other.Crops[0].Region[3]);
        Assert.Equal(corner.X * times, itsCorner.X, 2 * near);
        Assert.Equal(corner.Y * times, itsCorner.Y, 2 * near);
        Assert.Equal(one.Crops[0].Image.Data.Length, other.Crops[0].Image.Data.Length);
    }

    private static Mat Sample() => Cv2.ImDecode(SampleFrames.Jpegs[0].ToByteArray(), ImreadModes.Color);

    private static Image Picture(int width, int height, string extension)
    {
        using var sample = Sample();
        using var large = sample.Resize(new Size(width, height), interpolation: InterpolationFlags.Cubic);
        Cv2.ImEncode(extension, large, out var bytes);
        return new Image { Format = extension == ".png" ? ImageFormat.Png : ImageFormat.Jpeg, Data = ByteString.CopyFrom(bytes) };
    }
}
