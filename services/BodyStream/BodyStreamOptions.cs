using System.ComponentModel.DataAnnotations;
using EmotionGrpc.Streams;

namespace EmotionGrpc.BodyStream;

/// <summary>Settings of the body stream. Configuration section <c>BodyStream</c>; Model is "body-motion" unless set.</summary>
public sealed class BodyStreamOptions : StreamOptions
{
    /// <summary>Sets the defaults.</summary>
    public BodyStreamOptions() => Model = "body-motion";

    /// <summary>Score from which on a keypoint is taken as seen, 0.01 to 1. Default 0.2, as the contract says of Keypoint.score.</summary>
    [Range(0.01, 1, ErrorMessage = "BodyStream:KeypointThreshold must lie between 0.01 and 1.")]
    public float KeypointThreshold { get; set; } = 0.2f;

    /// <summary>Longest gap between two samples across which keypoints are interpolated, in seconds, 0.01 to 2. Default 0.5.</summary>
    [Range(0.01, 2, ErrorMessage = "BodyStream:MaximumGapSeconds must lie between 0.01 and 2.")]
    public double MaximumGapSeconds { get; set; } = 0.5;
}
