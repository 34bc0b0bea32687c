using System.Text.Json.Serialization;

namespace EmotionGrpc.Inference.Models;

/// <summary>What a model takes in.</summary>
public sealed record ModelInput
{
    /// <summary>Pictures or keypoints.</summary>
    public required ModelInputKind Kind { get; init; }

    /// <summary>Name of the network's input.</summary>
    public string Name { get; init; } = "input";

    /// <summary>Width of the picture in pixels.</summary>
    public int Width { get; init; }

    /// <summary>Height of the picture in pixels.</summary>
    public int Height { get; init; }

    /// <summary>Order of the channels.</summary>
    public ModelColor Color { get; init; } = ModelColor.Rgb;

    /// <summary>Order of the dimensions.</summary>
    public ModelLayout Layout { get; init; } = ModelLayout.Nchw;

    /// <summary>Element type.</summary>
    public ModelElementType Type { get; init; } = ModelElementType.Float32;

    /// <summary>Per channel, subtracted from the pixel (0 to 255); empty: 0.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [];

    /// <summary>Per channel, divides what is left; empty: 1.</summary>
    public IReadOnlyList<float> Deviation { get; init; } = [];

    /// <summary>Pictures only: which part of the person the crop shows; null: the part that the stream is named after.</summary>
    public ModelCrop? Crop { get; init; }

    /// <summary>By how much the box was grown before the crop was cut, as a share of its size.</summary>
    public float Margin { get; init; }

    /// <summary>Temporal mode clip: frames of the time grid (keypoints), crops of a clip (pictures).</summary>
    public int ClipFrames { get; init; }

    /// <summary>Keypoints only: rate of the time grid.</summary>
    public float FramesPerSecond { get; init; }

    /// <summary>Keypoints only: frames of the grid that must hold something before a score makes sense.</summary>
    public int MinimumFrames { get; init; }
}

/// <summary>What kind of input.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelInputKind>))]
public enum ModelInputKind
{
    /// <summary>A picture.</summary>
    [JsonStringEnumMemberName("image")]
    Image,

    /// <summary>Keypoints on a uniform time grid: x, y in pixels, score.</summary>
    [JsonStringEnumMemberName("keypoints")]
    Keypoints,
}

/// <summary>Part of a person that a crop shows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelCrop>))]
public enum ModelCrop
{
    /// <summary>The face.</summary>
    [JsonStringEnumMemberName("face")]
    Face,

    /// <summary>The body, its face painted black.</summary>
    [JsonStringEnumMemberName("body")]
    Body,

    /// <summary>The body with its face.</summary>
    [JsonStringEnumMemberName("full-body")]
    FullBody,
}

/// <summary>Order of colour channels.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelColor>))]
public enum ModelColor
{
    /// <summary>Red first.</summary>
    [JsonStringEnumMemberName("rgb")]
    Rgb,

    /// <summary>Blue first.</summary>
    [JsonStringEnumMemberName("bgr")]
    Bgr,

    /// <summary>One channel of luminance.</summary>
    [JsonStringEnumMemberName("gray")]
    Gray,
}

/// <summary>Order of dimensions.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelLayout>))]
public enum ModelLayout
{
    /// <summary>Channels last.</summary>
    [JsonStringEnumMemberName("nhwc")]
    Nhwc,

    /// <summary>Channels first.</summary>
    [JsonStringEnumMemberName("nchw")]
    Nchw,
}

/// <summary>Element type of an input.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelElementType>))]
public enum ModelElementType
{
    /// <summary>32-bit floating point.</summary>
    [JsonStringEnumMemberName("float32")]
    Float32,

    /// <summary>8-bit unsigned; pixels as they are.</summary>
    [JsonStringEnumMemberName("uint8")]
    UInt8,
}
