namespace EmotionGrpc.Edge.Unattended;

/// <summary>What an unattended run is asked to do: a JSON file, over it the environment (<c>EMOTION_EDGE_Server</c>, <c>EMOTION_EDGE_Cameras__0__Source</c>), over it the command line.</summary>
internal sealed class UnattendedOptions
{
    /// <summary>Address of the server.</summary>
    public string Server { get; set; } = "http://127.0.0.1:8080";

    /// <summary>PEM file of the authorities that may have signed the server's certificate; null: the system's.</summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>PEM file of the certificate to show to the server.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file of its key.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>Folder that keeps results, one file of JSON lines for each camera, never frames; null: they are not kept.</summary>
    public string? Record { get; set; }

    /// <summary>Without a frame for so many seconds a camera is opened again, 1 to 600.</summary>
    public double NoFramesAfter { get; set; } = 10;

    /// <summary>Seconds between the lines that say how a camera does, 1 to 86400.</summary>
    public double TellEvery { get; set; } = 60;

    /// <summary>The cameras, at least one.</summary>
    public IList<CameraOptions> Cameras { get; } = [];
}
