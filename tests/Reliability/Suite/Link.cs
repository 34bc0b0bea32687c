using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Reliability.Suite;

/// <summary>A link that can break.</summary>
internal sealed record Link(string Name, TcpProxy Proxy)
{
    public string Address => Proxy.Address;
}
