using System.ComponentModel.DataAnnotations;

namespace EmotionGrpc.Inference.Batching;

/// <summary>How requests of all sessions meet in front of a model. Configuration section <c>Batching</c>.</summary>
public sealed class BatchOptions
{
    /// <summary>Most items of one run, 1 to 256. Default 8.</summary>
    [Range(1, 256, ErrorMessage = "Batching:MaximumBatch must lie between 1 and 256.")]
    public int MaximumBatch { get; set; } = 8;

    /// <summary>How long a run waits for more items, in milliseconds, 0 to 100. Default 0: it takes what is there.</summary>
    [Range(0, 100, ErrorMessage = "Batching:MaximumWaitMilliseconds must lie between 0 and 100.")]
    public int MaximumWaitMilliseconds { get; set; }

    /// <summary>Most items that wait, 1 to 65536; over it requests are refused. Default 1024.</summary>
    [Range(1, 65536, ErrorMessage = "Batching:MaximumQueue must lie between 1 and 65536.")]
    public int MaximumQueue { get; set; } = 1024;
}
