using System.ComponentModel.DataAnnotations;
using EmotionGrpc.Hosting;

namespace EmotionGrpc.Streams;

/// <summary>What every stream service is told. Configuration section: the service's name.</summary>
public class StreamOptions : ServiceOptions
{
    /// <summary>The model: the name of a folder in Models:Directory.</summary>
    [Required(ErrorMessage = "Model must be set: the name of a folder in Models:Directory.")]
    public string Model { get; set; } = "";

    /// <summary>Requests of a session that are taken in before the oldest is answered, 1 to 64; beyond it the sender is slowed by flow control. Default 8.</summary>
    [Range(1, 64, ErrorMessage = "RequestsInHand must lie between 1 and 64.")]
    public int RequestsInHand { get; set; } = 8;

    /// <summary>Tracks that a session remembers where the model has a memory, 1 to 4096; beyond it the one that was silent for longest is forgotten. Default 64.</summary>
    [Range(1, 4096, ErrorMessage = "MaximumTracks must lie between 1 and 4096.")]
    public int MaximumTracks { get; set; } = 64;
}
