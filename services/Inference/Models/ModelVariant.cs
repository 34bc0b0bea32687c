namespace EmotionGrpc.Inference.Models;

/// <summary>A network in another precision.</summary>
public sealed record ModelVariant
{
    /// <summary>What it computes in: "float16" or "int8".</summary>
    public required string Precision { get; init; }

    /// <summary>File name, within the model's folder.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
