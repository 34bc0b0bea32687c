using EmotionGrpc.Hosting.Endpoints;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Gateway.Access;

/// <summary>Says at the start who is let in, where that may surprise.</summary>
internal sealed class AccessNotice(AccessMode mode, IOptions<GatewayOptions> options, ILogger<AccessNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var listen = options.Value.Listen;
        if (mode == AccessMode.LocalOnly)
            GatewayLog.LocalOnly(logger);
        else if (mode == AccessMode.Open)
            GatewayLog.Open(logger, listen);
        else if (ListenAddress.TryParse(listen, out var address) && !address.Tls && !address.IsLocal)
            GatewayLog.CredentialsInClear(logger, listen);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
