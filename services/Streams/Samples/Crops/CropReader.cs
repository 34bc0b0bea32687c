using System.Buffers;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Streams.Samples.Crops;

/// <summary>Turns the crop of a sample into numbers.</summary>
internal sealed class CropReader
{
    // A CropSpec may ask for no more.
    private const int MinimumSide = 8;
    private const int MaximumSide = 1024;

    private readonly ModelInput _input;
    private readonly CropKind _kind;
    // Whatever is larger than any model's crop is refused before it is decoded.
    private readonly ImageDecoder _decoder = new(new ImageLimits { MinimumSide = 1, MaximumSide = MaximumSide, MaximumMegapixels = 2 });

    /// <summary>Checks the manifest.</summary>
    /// <param name="manifest">What model.json says.</param>
    /// <param name="kind">Which part of the person the model looks at unless its manifest says.</param>
    /// <exception cref="ModelException">The model does not look at crops.</exception>
    public CropReader(ModelManifest manifest, CropKind kind)
    {
        _input = manifest.Input;
        _kind = _input.Crop switch
        {
            ModelCrop.Face => CropKind.Face,
            ModelCrop.Body => CropKind.Body,
            ModelCrop.FullBody => CropKind.FullBody,
            _ => kind,
        };
        if (_input.Kind != ModelInputKind.Image)
            throw new ModelException($"Model '{manifest.Name}' takes keypoints, and this stream needs one whose input.kind is image.");
        if (_input.Width is < MinimumSide or > MaximumSide || _input.Height is < MinimumSide or > MaximumSide)
        {
            throw new ModelException(
                $"Model '{manifest.Name}' wants crops of {_input.Width}x{_input.Height} pixels; allowed are {MinimumSide} to {MaximumSide} a side.");
        }
    }

    /// <summary>What the model wants of each person.</summary>
    public SampleSpec Wanted => new()
    {
        Cadence = SampleCadence.Segment,
        Crop = new CropSpec
        {
            Kind = _kind,
            Width = (uint)_input.Width,
            Height = (uint)_input.Height,
            Format = ImageFormat.Bgr24,
            Margin = _input.Margin,
        },
    };

    /// <summary>Dimensions of one crop.</summary>
    public IReadOnlyList<int> Shape => _input.Layout == ModelLayout.Nchw ? [Channels, _input.Height, _input.Width] : [_input.Height, _input.Width, Channels];

    /// <summary>Numbers of one crop.</summary>
    public int Length => Channels * _input.Height * _input.Width;

    /// <summary>The answer to a sample that has no crop.</summary>
    public static PreparedSample NoCrop => PreparedSample.Absent(AbsenceReason.NotFound, "The sample has no crop.");

    private int Channels => _input.Color == ModelColor.Gray ? 1 : 3;

    /// <summary>Reads a crop.</summary>
    /// <returns>Its numbers, at the beginning of an array rented from <see cref="ArrayPool{T}.Shared"/>; null when the sample has none.</returns>
    /// <exception cref="InvalidSampleException">It cannot be used.</exception>
    public float[]? Read(Sample sample)
    {
        if (sample.Crop is null)
            return null;
        using var pixels = Decode(sample.Crop);
        if (pixels.Width != _input.Width || pixels.Height != _input.Height)
        {
            throw new InvalidSampleException(
                "crop", $"The crop is {pixels.Width}x{pixels.Height} pixels; the model wants {_input.Width}x{_input.Height}.");
        }

        var crop = ArrayPool<float>.Shared.Rent(Length);
        PixelTensor.ToFloat(pixels, _input, crop);
        return crop;
    }

    private Mat Decode(Image crop)
    {
        try
        {
            return _decoder.Decode(crop);
        }
        catch (ImageException e)
        {
            throw new InvalidSampleException("crop", $"{e.Message} The model wants {_input.Width}x{_input.Height} pixels.");
        }
    }
}
