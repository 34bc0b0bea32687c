namespace EmotionGrpc.Fusion.Policies;

/// <summary>The form of <c>models/fusion-occlusion/weights.json</c>; tables are lists of pairs.</summary>
internal sealed record WeightsFile
{
    /// <summary>Where the numbers come from.</summary>
    public required string Source { get; init; }

    /// <summary>sum or mean; mean unless said.</summary>
    public string Scale { get; init; } = "mean";

    /// <summary>Weight of a face without a mask by its shorter side in pixels.</summary>
    public required double[][] FaceOpen { get; init; }

    /// <summary>Weight of a face with a mask by its shorter side in pixels.</summary>
    public required double[][] FaceMasked { get; init; }

    /// <summary>Weight of a body by the share of its keypoints that are visible.</summary>
    public required double[][] Body { get; init; }

    /// <summary>The least weight.</summary>
    public required double Least { get; init; }
}
