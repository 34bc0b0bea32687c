using System.Net;
using EmotionGrpc.Hosting.Endpoints.Memory;
using EmotionGrpc.Hosting.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Hosting.Endpoints;

/// <summary>Sets Kestrel up: where it listens, and what no client may use up.</summary>
internal static class KestrelExtensions
{
    private const int Kibi = 1024;

    public static void ValidateConnections<TOptions>(this OptionsBuilder<TOptions> options, string section)
        where TOptions : ServiceOptions
    {
        options
            .Validate(o => o.Connections.Total is >= 1 and <= 1_000_000, $"{section}:Connections:Total must lie between 1 and 1000000.")
            .Validate(o => o.Connections.PerAddress is >= 1 and <= 1_000_000, $"{section}:Connections:PerAddress must lie between 1 and 1000000.")
            .Validate(o => o.Connections.Streams is >= 1 and <= 10_000, $"{section}:Connections:Streams must lie between 1 and 10000.");
    }

    public static void ValidateSocket<TOptions>(this OptionsBuilder<TOptions> options, string section)
        where TOptions : ServiceOptions
    {
        options.Validate(
            o => o.Socket.Length == 0 || UnixSocketPath.IsUsable(o.Socket),
            $"{section}:Socket is not the path of a Unix socket; allowed is a path from the root of at most 107 bytes.");
    }

    public static void ValidateOperations<TOptions>(this OptionsBuilder<TOptions> options, string section)
        where TOptions : ServiceOptions
    {
        options
            .Validate(
                o => o.Operations.Length == 0 || OperationsAddress(o) is not null,
                $"{section}:Operations is not an address; allowed is http://ADDRESS:PORT (ADDRESS: an IP address, localhost, or * for all).")
            .Validate(
                o => OperationsAddress(o) is not { } operations || !ListenAddress.TryParse(o.Listen, out var own) || own.Tcp?.Port != operations.Port,
                $"{section}:Operations and {section}:Listen have the same port; choose another.");
    }

    /// <summary>Where operations are answered besides; null: nowhere, or the setting is wrong.</summary>
    public static IPEndPoint? OperationsAddress(ServiceOptions options) =>
        ListenAddress.TryParse(options.Operations, out var address) && !address.Tls && address.Tcp is { Port: > 0 } tcp ? tcp : null;

    public static void Configure(this KestrelServerOptions kestrel, ServiceOptions options)
    {
        kestrel.AddServerHeader = false;
        Limit(kestrel.Limits, options);
        if (OperationsAddress(options) is { } operations)
        {
            kestrel.Listen(operations, o =>
            {
                o.Protocols = HttpProtocols.Http1;
                o.UseConnectionLimit();
            });
        }

        if (UnixSocketPath.IsUsable(options.Socket))
            kestrel.ListenSocket(options.Socket);
        if (!ListenAddress.TryParse(options.Listen, out var address))
            return; // Refused by validation with its own sentence.
        if (address.UnixPath is { } path)
        {
            kestrel.ListenSocket(path);
        }
        else if (address.MemoryName is { } name)
        {
            kestrel.Listen(new MemoryEndPoint(name), o => o.Protocols = HttpProtocols.Http2);
        }
        else if (address.Tls)
        {
            kestrel.Listen(address.Tcp!, o =>
            {
                o.Protocols = HttpProtocols.Http1AndHttp2;
                o.UseConnectionLimit();
                o.UseServerTls();
            });
        }
        else
        {
            // HTTP/1.1 first: it gives the port its name in logs.
            kestrel.Listen(new SharedPortEndPoint(address.Tcp!, HttpProtocols.Http1), o => o.Protocols = HttpProtocols.Http1);
            kestrel.Listen(new SharedPortEndPoint(address.Tcp!, HttpProtocols.Http2), o => o.Protocols = HttpProtocols.Http2);
        }
    }

    private static void ListenSocket(this KestrelServerOptions kestrel, string path)
    {
        File.Delete(path); // A socket file outlives a process that was killed.
        kestrel.ListenUnixSocket(path, o => o.Protocols = HttpProtocols.Http2);
    }

    private static void Limit(KestrelServerLimits limits, ServiceOptions options)
    {
        limits.MaxRequestBodySize = null; // Streams have no end; single messages are limited by gRPC.
        limits.MinRequestBodyDataRate = null; // A session may be quiet; heartbeats watch over it.
        limits.MinResponseDataRate = null;
        // A real client's headers come in one packet; one that drips them holds a connection and nothing else, and not for long.
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        // A token of an identity provider may have some KiB; nothing else that is sent here is long.
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = 16 * Kibi;
        limits.MaxRequestLineSize = 4 * Kibi;
        // Also finds peers that have gone without a word, or that no longer read: their acknowledgement does not come.
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(30);
        limits.Http2.MaxStreamsPerConnection = options.Connections.Streams;
        // A raw picture of some MB must not wait for a round trip per 64 KiB.
        limits.Http2.InitialConnectionWindowSize = 16 * Kibi * Kibi;
        limits.Http2.InitialStreamWindowSize = 4 * Kibi * Kibi;
    }

    // Before TLS: a handshake costs far more than a connection.
    private static void UseConnectionLimit(this ListenOptions listen)
    {
        var limit = listen.ApplicationServices.GetRequiredService<ConnectionLimit>();
        listen.Use(next => connection =>
        {
            if (limit.TryEnter(connection))
                return next(connection);
            connection.Abort();
            return Task.CompletedTask;
        });
    }

    private static void UseServerTls(this ListenOptions listen)
    {
        var tls = listen.ApplicationServices.GetRequiredService<ServerTls>();
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(tls.Current),
            HandshakeTimeout = TimeSpan.FromSeconds(10),
        });
    }
}
