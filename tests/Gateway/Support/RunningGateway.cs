using System.Globalization;
using EmotionGrpc.Hosting;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>A gateway on a port of the loopback, with a witness behind it.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly List<GrpcChannel> _channels = [];
    private readonly WebApplication _gateway;
    private readonly WebApplication _behind;

    private RunningGateway(WebApplication gateway, WebApplication behind, WitnessService witness, LogLines log, string address)
    {
        _gateway = gateway;
        _behind = behind;
        Witness = witness;
        Log = log;
        Address = address;
    }

    public WitnessService Witness { get; }

    public LogLines Log { get; }

    public string Address { get; }

    public int Port => new Uri(Address).Port;

    public IServiceProvider Services => _gateway.Services;

    /// <summary>What the gateway stands before.</summary>
    public WebApplication Behind => _behind;

    /// <param name="settings">Settings of the gateway, without their section: "ApiKeys=FILE".</param>
    public static Task<RunningGateway> StartAsync(params string[] settings) => StartAtAsync("http", settings);

    public static async Task<RunningGateway> StartAtAsync(string scheme, params string[] settings)
    {
        var witness = new WitnessService();
        var behindPort = Ports.Free();
        var behind = await KestrelServer.StartAsync(witness, behindPort);
        return await StartAsync(scheme, witness, behind, $"http://127.0.0.1:{behindPort}", settings);
    }

    /// <summary>The same with the witness as a service of the suite that lives in the gateway's process.</summary>
    public static async Task<RunningGateway> StartWithinAsync(params string[] settings)
    {
        var witness = new WitnessService();
        var address = $"memory:{Guid.NewGuid():N}";
        var builder = ServiceHost.CreateBuilder<ServiceOptions>("Witness", [], address);
        builder.Services.AddSingleton(witness);
        var behind = builder.Build(app => app.MapGrpcService<WitnessService>());
        await behind.StartAsync();
        return await StartAsync("http", witness, behind, address, settings);
    }

    private static async Task<RunningGateway> StartAsync(string scheme, WitnessService witness, WebApplication behind, string behindAddress, string[] settings)
    {
        var address = $"{scheme}://127.0.0.1:{Ports.Free().ToString(CultureInfo.InvariantCulture)}";
        var all = new Dictionary<string, string?> { ["Gateway:Listen"] = address, ["Gateway:Fusion"] = behindAddress };
        foreach (var setting in settings)
            all[$"Gateway:{setting[..setting.IndexOf('=')]}"] = setting[(setting.IndexOf('=') + 1)..];
        var gateway = GatewayHost.Build([], all);
        var log = new LogLines();
        gateway.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await gateway.StartAsync();
        return new RunningGateway(gateway, behind, witness, log, address);
    }

    /// <summary>A client of the gateway.</summary>
    /// <param name="key">The key that it sends; null: none.</param>
    /// <param name="headers">More headers of each of its calls.</param>
    public RecognitionService.RecognitionServiceClient Client(string? key = null, params (string Name, string Value)[] headers) =>
        new(Invoker(key, headers));

    public CallInvoker Invoker(string? key = null, params (string Name, string Value)[] headers)
    {
        var channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions { MaxSendMessageSize = null, HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } });
        _channels.Add(channel);
        return channel.CreateCallInvoker().Intercept(new Deadlines()).Intercept(metadata =>
        {
            if (key is not null)
                metadata.Add("x-api-key", key);
            foreach (var (name, value) in headers)
                metadata.Add(name, value);
            return metadata;
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels)
            channel.Dispose();
        await KestrelServer.EndAsync(_gateway);
        await KestrelServer.EndAsync(_behind);
    }
}
