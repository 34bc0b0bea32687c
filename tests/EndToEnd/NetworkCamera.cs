using System.Net;
using System.Net.Sockets;
using System.Text;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.EndToEnd.Tests;

/// <summary>A camera of the network that speaks MJPEG over HTTP, 10 frames a second of the sample; its first connection falls silent after some frames.</summary>
internal sealed class NetworkCamera : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _framesOfFirst;
    private readonly Task _serving;
    private int _connections;

    public NetworkCamera(int framesOfFirst)
    {
        _framesOfFirst = framesOfFirst;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>What emotion-edge is given.</summary>
    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/video.mjpg";

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
            _ = StreamAsync(await _listener.AcceptTcpClientAsync(_stopping.Token), ++_connections);
    }

    private async Task StreamAsync(TcpClient client, int connection)
    {
        using (client)
        {
            var stream = client.GetStream();
            await stream.WriteAsync("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"u8.ToArray(), _stopping.Token);
            for (var i = 0; connection > 1 || i < _framesOfFirst; i++)
            {
                var jpeg = SampleFrames.Jpegs[i % SampleFrames.Jpegs.Count];
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n"), _stopping.Token);
                await stream.WriteAsync(jpeg.Memory, _stopping.Token);
                await stream.WriteAsync("\r\n"u8.ToArray(), _stopping.Token);
                await Task.Delay(100, _stopping.Token);
            }

            // Connected, and silent: what a camera does whose encoder hangs.
            await Task.Delay(Timeout.Infinite, _stopping.Token);
        }
    }
}
