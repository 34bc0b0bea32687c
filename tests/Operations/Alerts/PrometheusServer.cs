using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EmotionGrpc.Operations.Tests.Support;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Operations.Tests.Alerts;

/// <summary>A real Prometheus with the configuration that ships; only the targets and the pace are the test's.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(TemporaryFolder folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <param name="targets">HOST:PORT of each service.</param>
    /// <param name="key">A key of the gateway with the scope admin.</param>
    public static async Task<PrometheusServer> StartAsync(IEnumerable<string> targets, string key)
    {
        var folder = new TemporaryFolder();
        var shipped = Path.Combine(Repository.Root, "deploy", "prometheus");
        File.Copy(Path.Combine(shipped, "rules.yaml"), folder.File("rules.yaml"));
        await File.WriteAllTextAsync(folder.File("emotion-key"), key);
        await File.WriteAllTextAsync(folder.File("targets.yaml"), $"- targets: [{string.Join(", ", targets.Select(t => $"'{t}'"))}]\n");
        var config = await File.ReadAllTextAsync(Path.Combine(shipped, "prometheus.yaml"));
        await File.WriteAllTextAsync(folder.File("prometheus.yaml"), config
            .Replace("_interval: 15s", "_interval: 1s", StringComparison.Ordinal)
            .Replace("# authorization:", "authorization:", StringComparison.Ordinal)
            .Replace("#   credentials_file: /etc/prometheus/emotion-key", "  credentials_file: emotion-key", StringComparison.Ordinal));
        var port = Ports.Free();
        var process = Tool.Start(
            "prometheus",
            $"--config.file={folder.File("prometheus.yaml")}",
            $"--storage.tsdb.path={folder.File("data")}",
            string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"));
        return new PrometheusServer(folder, process, port);
    }

    /// <summary>Asks for a value now.</summary>
    /// <returns>Each series' labels and value.</returns>
    public async Task<IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, double Value)>> QueryAsync(string expression)
    {
        using var answer = await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}");
        return [.. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(r => (
            (IReadOnlyDictionary<string, string>)r.GetProperty("metric").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!),
            double.Parse(r.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)))];
    }

    /// <summary>Each target's address and last error; no error: it was scraped.</summary>
    public async Task<IReadOnlyList<(string Address, string Health, string Error)>> TargetsAsync()
    {
        using var answer = await GetAsync("/api/v1/targets");
        return [.. answer.RootElement.GetProperty("data").GetProperty("activeTargets").EnumerateArray().Select(t => (
            t.GetProperty("scrapeUrl").GetString()!, t.GetProperty("health").GetString()!, t.GetProperty("lastError").GetString()!))];
    }

    /// <summary>Waits until it answers and a condition holds.</summary>
    public Task UntilAsync(Func<PrometheusServer, Task<bool>> holds) => Eventually.TrueAsync(async () =>
    {
        Assert.False(_process.HasExited, "Prometheus did not start.");
        try
        {
            return await holds(this);
        }
        catch (HttpRequestException)
        {
            return false; // It starts.
        }
    });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    /// <exception cref="HttpRequestException">It does not answer, or refuses the expression.</exception>
    private async Task<JsonDocument> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode || (int)response.StatusCode == 503, $"{path}: {text}");
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(text);
    }
}
