using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Crops;

/// <summary>Checks crop wishes.</summary>
internal static class CropCheck
{
    public const int MaximumCrops = 8;
    public const int MinimumSide = 8;
    public const int MaximumSide = 1024;
    public const float MaximumMargin = 2;

    /// <summary>The first fault: the field's path and a sentence; null when all can be cut.</summary>
    public static (string Field, string Message)? FindFault(IReadOnlyList<CropSpec> specs)
    {
        if (specs.Count > MaximumCrops)
            return ("crops", $"{specs.Count} crops are asked for; allowed are at most {MaximumCrops}.");
        for (var i = 0; i < specs.Count; i++)
        {
            if (FindFault(specs[i]) is var (field, message))
                return ($"crops[{i}].{field}", $"crops[{i}].{field} {message}");
        }

        return null;
    }

    private static (string Field, string Message)? FindFault(CropSpec spec)
    {
        if (spec.Kind is not (CropKind.Face or CropKind.Body or CropKind.FullBody))
            return ("kind", "must be CROP_KIND_FACE, CROP_KIND_BODY or CROP_KIND_FULL_BODY.");
        if (spec.Width is < MinimumSide or > MaximumSide)
            return ("width", $"is {spec.Width}; allowed are {MinimumSide} to {MaximumSide} pixels.");
        if (spec.Height is < MinimumSide or > MaximumSide)
            return ("height", $"is {spec.Height}; allowed are {MinimumSide} to {MaximumSide} pixels.");
        if (spec.Format is not (ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Rgb24 or ImageFormat.Bgr24))
            return ("format", "must be IMAGE_FORMAT_JPEG, IMAGE_FORMAT_PNG, IMAGE_FORMAT_RGB24 or IMAGE_FORMAT_BGR24.");
        if (!(spec.Margin >= 0 && spec.Margin <= MaximumMargin))
            return ("margin", $"is {spec.Margin}; allowed are 0 to {MaximumMargin}.");
        return null;
    }
}
