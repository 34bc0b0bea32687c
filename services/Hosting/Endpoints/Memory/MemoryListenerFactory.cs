using System.Net;
using EmotionGrpc.Hosting.Endpoints.Memory.Calls;
using EmotionGrpc.Hosting.Endpoints.Memory.Requests;
using Microsoft.AspNetCore.Connections;

namespace EmotionGrpc.Hosting.Endpoints.Memory;

/// <summary>Lets Kestrel listen at a <see cref="MemoryEndPoint"/>.</summary>
internal sealed class MemoryListenerFactory(MemoryCalls calls, MemoryRequests requests) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is MemoryEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(MemoryListener.Bind((MemoryEndPoint)endpoint, calls, requests));
}
