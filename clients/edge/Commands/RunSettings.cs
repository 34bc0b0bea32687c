using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Commands;

/// <summary>What a run was asked to do.</summary>
internal sealed record RunSettings
{
    public required string Source { get; init; }

    public required string Server { get; init; }

    /// <summary>PEM file of the authorities that may have signed the server's certificate; null: the system's.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>PEM files of the certificate to show and of its key.</summary>
    public string? Certificate { get; init; }

    public string? CertificateKey { get; init; }

    /// <summary>Frames per second at most; null: all of the source's.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Wider frames are scaled down before they are sent; null: never.</summary>
    public int? MaximumWidth { get; init; }

    /// <summary>JPEG quality, 1 to 100.</summary>
    public int Quality { get; init; } = 90;

    /// <summary>Whether quality and rate stay as given where they would be adapted to the link.</summary>
    public bool Fixed { get; init; }

    /// <summary>Whether frames are paced by the source's clock; null: as suits the source.</summary>
    public bool? Realtime { get; init; }

    public string? Out { get; init; }

    public string? Annotate { get; init; }

    /// <summary>Whether the streams are asked where they find their evidence.</summary>
    public bool Explain { get; init; }

    /// <summary>Whether faces are painted over in every picture that is written.</summary>
    public bool Redact { get; init; }

    public FusionPolicy Policy { get; init; }

    /// <summary>Segments in the consensus; 0: the server's default.</summary>
    public uint Segments { get; init; }

    /// <summary>Seconds that the segments span; null: the server's default.</summary>
    public double? Window { get; init; }

    /// <summary>Frames at most from one search for persons to the next; 0: the server's default.</summary>
    public uint Cadence { get; init; }

    public string? Name { get; init; }

    /// <summary>Frames to send at most.</summary>
    public long? Frames { get; init; }

    /// <summary>Whether the summary is one JSON object instead of text.</summary>
    public bool Json { get; init; }
}
