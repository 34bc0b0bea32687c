using System.Text.Json.Serialization;

namespace EmotionGrpc.Inference.Models;

/// <summary>What <c>models/NAME/model.json</c> says of a model.</summary>
public sealed record ModelManifest
{
    /// <summary>Name; the same as the folder's.</summary>
    public required string Name { get; init; }

    /// <summary>Version, for instance "1.0.0".</summary>
    public required string Version { get; init; }

    /// <summary>What the model is for, for instance "pose" or "face-emotion".</summary>
    public required string Task { get; init; }

    /// <summary>File name of the network, within the model's folder.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the network, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The same network in other precisions; inputs and outputs are those of <see cref="File"/>.</summary>
    public IReadOnlyList<ModelVariant> Variants { get; init; } = [];

    /// <summary>Licence, as an SPDX expression or a short text.</summary>
    public required string License { get; init; }

    /// <summary>The labels of a classifier, in the order of its outputs; empty for others.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How the labels of a classifier relate.</summary>
    public ModelLabelType LabelType { get; init; } = ModelLabelType.Single;

    /// <summary>What the model remembers.</summary>
    public ModelTemporalMode Temporal { get; init; } = ModelTemporalMode.PerFrame;

    /// <summary>What goes in.</summary>
    public required ModelInput Input { get; init; }

    /// <summary>What comes out of a classifier.</summary>
    public ModelOutput Output { get; init; } = new();

    /// <summary>Temporal mode stateful: what is carried from sample to sample; begins as zeros.</summary>
    public IReadOnlyList<ModelState> States { get; init; } = [];

    /// <summary>Least probability of the likelier mask state below which the answer counts as unknown, 0 to 1. Default 0.8.</summary>
    public float MaskUnknownBelow { get; init; } = 0.8f;

    /// <summary>Divides the network's scores so that the probabilities of their softmax are as often right as they say; above 0, fitted on data that the card names. Default 1.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Least probability of the best label below which the answer counts as unknown, 0 to 1; 0: always known.</summary>
    public float UnknownBelow { get; init; }
}

/// <summary>How the labels of a classifier relate.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelLabelType>))]
public enum ModelLabelType
{
    /// <summary>Exactly one holds: softmax.</summary>
    [JsonStringEnumMemberName("single")]
    Single,

    /// <summary>Each holds or not: sigmoid.</summary>
    [JsonStringEnumMemberName("multi")]
    Multi,
}

/// <summary>What a model remembers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelTemporalMode>))]
public enum ModelTemporalMode
{
    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("per-frame")]
    PerFrame,

    /// <summary>State from sample to sample.</summary>
    [JsonStringEnumMemberName("stateful")]
    Stateful,

    /// <summary>A fixed number of samples at once.</summary>
    [JsonStringEnumMemberName("clip")]
    Clip,
}
