using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>
/// A port for probes and Prometheus alone, for services whose own port asks for client certificates or credentials, which a kubelet has not. It answers
/// /livez, /readyz and /metrics, and nothing that a caller of the service could want.
/// </summary>
internal sealed class OperationsPort(int port) : IStartupFilter
{
    // Before everything that the service puts in front of its own port.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.MapWhen(context => context.Connection.LocalPort == port, branch => branch.UseRouting().UseEndpoints(routes => routes.MapHttpOperations()));
        next(app);
    };
}
