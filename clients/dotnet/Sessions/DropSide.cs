namespace EmotionGrpc.Client;

/// <summary>Who dropped a frame.</summary>
public enum DropSide
{
    /// <summary>The server, and it said so.</summary>
    Server,

    /// <summary>This client, by its own choice.</summary>
    Client,

    /// <summary>Nobody's choice: the connection broke.</summary>
    Link,
}
