namespace EmotionGrpc.Hosting;

/// <summary>A setting is wrong; the message is one sentence that names the key and what is allowed.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
