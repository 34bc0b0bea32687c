using EmotionGrpc.Inference.Images;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Streams.Samples;

/// <summary>Crops for a model that scores each picture alone: the shared 2-D network of a temporal segment network (arXiv 1608.00859).</summary>
public sealed class CropInput : ISampleInput, ISampleMemory
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
    /// <param name="kind">Which part of the person the model looks at.</param>
    /// <exception cref="ModelException">The model is not one that scores single crops.</exception>
    public CropInput(ModelManifest manifest, CropKind kind)
    {
        _input = manifest.Input;
        _kind = kind;
        if (_input.Kind != ModelInputKind.Image)
            throw new ModelException($"Model '{manifest.Name}' takes keypoints, and this stream needs one whose input.kind is image.");
        if (manifest.Temporal != ModelTemporalMode.PerFrame)
            throw new ModelException($"Model '{manifest.Name}' is not per frame, and models on crops are run per frame only; its temporal must be per-frame.");
        if (_input.Width is < MinimumSide or > MaximumSide || _input.Height is < MinimumSide or > MaximumSide)
        {
            throw new ModelException(
                $"Model '{manifest.Name}' wants crops of {_input.Width}x{_input.Height} pixels; allowed are {MinimumSide} to {MaximumSide} a side.");
        }
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public TemporalMode TemporalMode => TemporalMode.PerFrame;

    /// <inheritdoc/>
    public int ClipFrames => 0;

    /// <inheritdoc/>
    public int ItemLength => (_input.Color == ModelColor.Gray ? 1 : 3) * _input.Width * _input.Height;

    /// <inheritdoc/>
    public PreparedSample Prepare(Clip clip)
    {
        if (clip.Samples.Count != 1)
            throw new InvalidSampleException("samples", $"The clip has {clip.Samples.Count} samples; this model scores each sample alone: send one a clip.");
        try
        {
            return Prepare(clip.Samples[0]);
        }
        catch (InvalidSampleException e)
        {
            throw new InvalidSampleException($"samples[0].{e.Field}", e.Message);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is remembered, so that all sessions share one.</remarks>
    public ISampleMemory Open() => this;

    /// <inheritdoc/>
    public PreparedSample Prepare(Sample sample)
    {
        if (sample.Crop is null)
            return PreparedSample.Absent(AbsenceReason.NotFound, "The sample has no crop.");
        using var pixels = Decode(sample.Crop);
        if (pixels.Width != _input.Width || pixels.Height != _input.Height)
        {
            throw new InvalidSampleException(
                "crop", $"The crop is {pixels.Width}x{pixels.Height} pixels; the model wants {_input.Width}x{_input.Height}.");
        }

        return PreparedSample.Of(PixelTensor.ToFloat(pixels, _input));
    }

    /// <inheritdoc/>
    public void Forget(uint trackId)
    {
        // Nothing is remembered.
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
