using System.ComponentModel.DataAnnotations;

namespace EmotionGrpc.Gateway.Limits;

/// <summary>A key's own limits; what is left out is the gateway's. Meanings as in <see cref="CallerLimitOptions"/>.</summary>
internal sealed record LimitOverrides
{
    [Range(1, 100_000, ErrorMessage = "limits.sessions must lie between 1 and 100000")]
    public int? Sessions { get; init; }

    [Range(1, 100_000, ErrorMessage = "limits.framesPerSecond must lie between 1 and 100000")]
    public int? FramesPerSecond { get; init; }

    [Range(1024, 2_000_000_000, ErrorMessage = "limits.bytesPerSecond must lie between 1024 and 2000000000")]
    public int? BytesPerSecond { get; init; }

    [Range(1024, 268_435_456, ErrorMessage = "limits.pictureBytes must lie between 1024 and 268435456")]
    public int? PictureBytes { get; init; }

    [Range(1, 525_600, ErrorMessage = "limits.sessionMinutes must lie between 1 and 525600")]
    public int? SessionMinutes { get; init; }

    /// <exception cref="FormatException">One is out of its range.</exception>
    public void Check()
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new ValidationContext(this), faults, validateAllProperties: true))
            throw new FormatException(faults[0].ErrorMessage);
    }
}
