using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EmotionGrpc.Hosting.Endpoints;

/// <summary>One of the two faces of a cleartext port that speaks HTTP/1.1 and HTTP/2; see <see cref="SharedPortListenerFactory"/>.</summary>
internal sealed class SharedPortEndPoint(IPEndPoint address, HttpProtocols protocol) : IPEndPoint(address.Address, address.Port)
{
    public HttpProtocols Protocol { get; } = protocol;
}
