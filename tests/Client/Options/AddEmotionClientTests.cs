using EmotionGrpc.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Client.Tests.Options;

public sealed class AddEmotionClientTests
{
    [Fact]
    public async Task AddEmotionClient_BoundToASection_GivesTheHostItsClient()
    {
        await using var server = await new FailingServer(new ScriptedRecognition()).StartAsync();
        using var host = Build(("Emotion:Address", server.Address), ("Emotion:ApiKey", "key-7"));
        await host.StartAsync();

        var client = host.Services.GetRequiredService<EmotionClient>();
        await client.ListSessionsAsync();

        Assert.Equal("key-7", Assert.Single(server.Recognition.Headers).GetValue("x-api-key"));
        Assert.Same(client, host.Services.GetRequiredService<EmotionClient>());
    }

    [Fact]
    public async Task AddEmotionClient_WrongOption_StopsTheStart()
    {
        using var host = Build(("Emotion:Address", "nowhere"));

        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal("EmotionClient: Address is 'nowhere'; allowed are http://HOST:PORT and https://HOST:PORT.", e.Message);
    }

    [Fact]
    public async Task AddEmotionClient_Named_KeepsTheirOptionsApart()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddEmotionClient("door", o => o.Address = "http://127.0.0.1:1");
        builder.Services.AddEmotionClient("hall", o => o.Address = "http://127.0.0.1:2");
        builder.Services.AddEmotionClient("yard", o => o.KeepAliveInterval = TimeSpan.Zero);
        using var host = builder.Build();

        var doors = (Door: host.Services.GetRequiredKeyedService<EmotionClient>("door"), Hall: host.Services.GetRequiredKeyedService<EmotionClient>("hall"));
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal((1, 2), (doors.Door.Address.Port, doors.Hall.Address.Port));
        Assert.Contains("EmotionClient 'yard': Address is ''", e.Message, StringComparison.Ordinal);
        Assert.Contains("EmotionClient 'yard': KeepAliveInterval is 00:00:00", e.Message, StringComparison.Ordinal);
    }

    private static IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Services.AddEmotionClient().BindConfiguration("Emotion");
        return builder.Build();
    }
}
