using EmotionGrpc.Conformance.Checks;
using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Conformance.Detection;

/// <summary>Checks of Detect: one picture without tracking.</summary>
internal sealed class DetectChecks(DetectionService.DetectionServiceClient client)
{
    private const int Keypoints = 17;
    private const int Landmarks = 6;
    private const int MostCrops = 8;

    /// <summary>The checks.</summary>
    public IReadOnlyList<Check> All =>
    [
        new("detect-person", "Detect finds the persons of a picture; track_id is 0 where there is no session.", PersonAsync),
        new("detect-size", "Detection.width and height: of the picture in pixels.", SizeAsync),
        new("detect-models", "Detection.models: the models that were used, with name, version and task.", ModelsAsync),
        new("detect-keypoints", "Person.keypoints: 17 in the order of KeypointName, or none; scores 0 to 1.", KeypointsAsync),
        new("detect-face", "Person.face: score 0 to 1, six landmarks, mask probability 0 to 1.", FaceAsync),
        new("detect-crops", "Person.crops: in the size and format asked for, raw formats of exactly 3 x width x height bytes, four corners of the region.", CropsAsync),
        new("detect-no-crops", "DetectRequest.crops: none asked for, no pixels come back.", NoCropsAsync),
        new("detect-raw", "Image: RGB24 and BGR24 of width x height pixels are read.", RawAsync),
        new("detect-truncated", "Detect: INVALID_ARGUMENT when the picture is not usable, with google.rpc.BadRequest naming the field (\"image\").", c => RefusedAsync(new DetectRequest { Image = Picture.Truncated }, "image", c)),
        new("detect-no-image", "Detect: INVALID_ARGUMENT naming the field when there is no picture.", c => RefusedAsync(new DetectRequest(), "image", c)),
        new("detect-format", "IMAGE_FORMAT_UNSPECIFIED: refused as INVALID_ARGUMENT.", c => RefusedAsync(new DetectRequest { Image = new Image { Data = Picture.Person.Data } }, "image", c)),
        new("detect-raw-length", "Image.data: exactly 3 x width x height bytes (RGB24, BGR24); else INVALID_ARGUMENT.", RawLengthAsync),
        new("detect-crop-side", "CropSpec.width and height: 8 to 1024; else INVALID_ARGUMENT naming the field (\"crops\").", c => CropRefusedAsync(s => s.Width = 1025, c)),
        new("detect-crop-kind", "CROP_KIND_UNSPECIFIED: refused as INVALID_ARGUMENT.", c => CropRefusedAsync(s => s.Kind = CropKind.Unspecified, c)),
        new("detect-crop-margin", "CropSpec.margin: 0 to 2; else INVALID_ARGUMENT.", c => CropRefusedAsync(s => s.Margin = -1, c)),
        new("detect-too-many-crops", "DetectRequest.crops: at most 8; else INVALID_ARGUMENT.", TooManyAsync),
    ];

    /// <summary>A wish that can be met.</summary>
    public static CropSpec Wish(CropKind kind = CropKind.Face) => new() { Kind = kind, Width = 64, Height = 48, Format = ImageFormat.Bgr24, Margin = 0.1f };

    private async Task<V1.Detection> DetectAsync(CancellationToken cancellationToken, params CropSpec[] crops)
    {
        var response = await client.DetectAsync(new DetectRequest { Image = Picture.Person, Crops = { crops } }, cancellationToken: cancellationToken);
        Expect.That(response.Detection is not null, $"The response has no detection.");
        return response.Detection!;
    }

    private async Task PersonAsync(CancellationToken cancellationToken)
    {
        var persons = (await DetectAsync(cancellationToken)).Persons;
        Expect.That(persons.Count > 0, $"Nobody was found in a picture of one person.");
        Expect.That(persons.All(p => p.TrackId == 0), $"The tracks are {string.Join(", ", persons.Select(p => p.TrackId))}.");
        Expect.That(persons.Zip(persons.Skip(1)).All(p => p.First.Score >= p.Second.Score), $"The persons are not in the order of their scores: {string.Join(", ", persons.Select(p => p.Score))}.");
        Expect.That(persons.All(p => p.Score is >= 0 and <= 1 && p.Box is { Width: >= 0, Height: >= 0 }), $"A person has no box, or a score outside 0 to 1.");
    }

    private async Task SizeAsync(CancellationToken cancellationToken)
    {
        var detection = await DetectAsync(cancellationToken);
        Expect.That(detection is { Width: 400, Height: 300 }, $"The picture of 400x300 pixels is told to be of {detection.Width}x{detection.Height}.");
    }

    private async Task ModelsAsync(CancellationToken cancellationToken)
    {
        var models = (await DetectAsync(cancellationToken)).Models;
        Expect.That(models.Count > 0 && models.All(m => m is { Name.Length: > 0, Version.Length: > 0, Task.Length: > 0 }), $"The models are {models}.");
    }

    private async Task KeypointsAsync(CancellationToken cancellationToken)
    {
        foreach (var person in (await DetectAsync(cancellationToken)).Persons.Where(p => p.Keypoints.Count > 0))
        {
            Expect.That(person.Keypoints.Select(k => (int)k.Name).SequenceEqual(Enumerable.Range(1, Keypoints)), $"The keypoints are {string.Join(", ", person.Keypoints.Select(k => k.Name))}.");
            Expect.That(person.Keypoints.All(k => k.Score is >= 0 and <= 1 && float.IsFinite(k.X) && float.IsFinite(k.Y)), $"A keypoint has a score outside 0 to 1, or lies nowhere.");
        }
    }

    private async Task FaceAsync(CancellationToken cancellationToken)
    {
        foreach (var face in (await DetectAsync(cancellationToken)).Persons.Select(p => p.Face).OfType<Face>())
        {
            Expect.That(face.Score is >= 0 and <= 1 && face.Box is not null, $"The face has the score {face.Score} and the box {face.Box}.");
            Expect.That(face.Landmarks.Count == Landmarks && face.Landmarks.Select(l => l.Name).Distinct().Count() == Landmarks, $"The landmarks are {string.Join(", ", face.Landmarks.Select(l => l.Name))}.");
            Expect.That(face.Mask is null or { Probability: >= 0 and <= 1 }, $"The probability of a mask is {face.Mask?.Probability}.");
        }
    }

    private async Task CropsAsync(CancellationToken cancellationToken)
    {
        var persons = (await DetectAsync(cancellationToken, Wish(), Wish(CropKind.FullBody))).Persons;
        Expect.That(persons.Any(p => p.Crops.Count > 0), $"No crop of anybody was cut.");
        foreach (var crop in persons.SelectMany(p => p.Crops))
        {
            Expect.That(crop.Kind is CropKind.Face or CropKind.FullBody, $"A crop of {crop.Kind} came that nobody asked for.");
            Expect.That(
                crop.Image is { Width: 64, Height: 48, Format: ImageFormat.Bgr24, Data.Length: 64 * 48 * 3 },
                $"64x48 BGR24 was asked for; {crop.Image?.Width}x{crop.Image?.Height} {crop.Image?.Format} of {crop.Image?.Data.Length} bytes came.");
            Expect.That(crop.Region.Count == 4, $"The region has {crop.Region.Count} corners.");
        }
    }

    private async Task NoCropsAsync(CancellationToken cancellationToken) =>
        Expect.That((await DetectAsync(cancellationToken)).Persons.All(p => p.Crops.Count == 0), $"Crops came.");

    private async Task RawAsync(CancellationToken cancellationToken)
    {
        foreach (var format in (ImageFormat[])[ImageFormat.Rgb24, ImageFormat.Bgr24])
        {
            var image = new Image { Format = format, Width = 64, Height = 40, Data = ByteString.CopyFrom(new byte[64 * 40 * 3]) };
            var detection = (await client.DetectAsync(new DetectRequest { Image = image }, cancellationToken: cancellationToken)).Detection;
            Expect.That(detection is { Width: 64, Height: 40 }, $"A {format} picture of 64x40 pixels is told to be of {detection?.Width}x{detection?.Height}.");
        }
    }

    private Task RawLengthAsync(CancellationToken cancellationToken)
    {
        var image = new Image { Format = ImageFormat.Rgb24, Width = 64, Height = 40, Data = ByteString.CopyFrom(new byte[100]) };
        return RefusedAsync(new DetectRequest { Image = image }, "image", cancellationToken);
    }

    private Task CropRefusedAsync(Action<CropSpec> spoil, CancellationToken cancellationToken)
    {
        var wish = Wish();
        spoil(wish);
        return RefusedAsync(new DetectRequest { Image = Picture.Person, Crops = { wish } }, "crops", cancellationToken);
    }

    private Task TooManyAsync(CancellationToken cancellationToken) =>
        RefusedAsync(new DetectRequest { Image = Picture.Person, Crops = { Enumerable.Repeat(Wish(), MostCrops + 1) } }, "crops", cancellationToken);

    private Task RefusedAsync(DetectRequest request, string field, CancellationToken cancellationToken) =>
        Expect.RefusedAsync(StatusCode.InvalidArgument, async () => await client.DetectAsync(request, cancellationToken: cancellationToken), naming: field);
}
