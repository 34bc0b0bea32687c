using System.Net;
using System.Text.Json;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Operations.Tests.Readiness;

public sealed class ReadyzTests
{
    [Fact]
    public async Task Readyz_UpstreamsMissing_NamesEachSinceWhenAndWhy()
    {
        var before = DateTimeOffset.UtcNow;
        await using var fusion = await ServiceProcess.StartAliveAsync(
            "Fusion", Ports.Free(), "--Fusion:Detection=http://127.0.0.1:1", "--Fusion:FaceStream=http://127.0.0.1:2", "--Fusion:BodyStream=");
        using var http = new HttpClient();
        JsonElement[] dependencies = [];
        // Until both were looked for once.
        await Eventually.TrueAsync(async () =>
        {
            using var response = await http.GetAsync($"{fusion.Address}/readyz");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            Assert.Equal("not ready", body.GetProperty("status").GetString());
            dependencies = [.. body.GetProperty("dependencies").EnumerateArray()];
            return dependencies.Length == 2 && dependencies.All(d => !d.GetProperty("why").GetString()!.Contains("not looked for", StringComparison.Ordinal));
        });
        Assert.Equal(["upstream Detection", "upstream Face stream"], dependencies.Select(d => d.GetProperty("name").GetString()));
        Assert.All(dependencies, d =>
        {
            Assert.False(d.GetProperty("present").GetBoolean());
            Assert.InRange(d.GetProperty("since").GetDateTimeOffset(), before, DateTimeOffset.UtcNow);
            Assert.Contains("Unavailable", d.GetProperty("why").GetString(), StringComparison.Ordinal);
        });
    }
}
