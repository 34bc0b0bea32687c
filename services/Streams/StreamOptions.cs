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
}
