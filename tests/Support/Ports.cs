using System.Net;
using System.Net.Sockets;

namespace EmotionGrpc.TestSupport;

/// <summary>Finds free ports.</summary>
public static class Ports
{
    // Below the ports that systems hand to outgoing connections (Linux: from 32768): one of those may be taken between the question and its use.
    private const int First = 10000;
    private const int Last = 32000;

    /// <summary>A TCP port of the loopback that nobody listens on.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }
}
