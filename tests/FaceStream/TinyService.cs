using System.Text.Json.Nodes;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>A face stream that serves a tiny network, whose answers can be worked out by hand (tests/Support/Networks/make.py).</summary>
internal sealed class TinyService : IAsyncDisposable
{
    private readonly RunningService _service;

    private TinyService(ScratchModels models, RunningService service)
    {
        Models = models;
        _service = service;
        Client = new FaceStreamService.FaceStreamServiceClient(service.Channel);
    }

    public FaceStreamService.FaceStreamServiceClient Client { get; }

    /// <summary>Its models, to put new versions in.</summary>
    public ScratchModels Models { get; }

    /// <param name="network">Its name.</param>
    /// <param name="change">Changes its model.json.</param>
    /// <param name="settings">Settings of the service.</param>
    public static async Task<TinyService> StartAsync(string network, Action<JsonObject>? change = null, params (string Key, string Value)[] settings)
    {
        var models = ScratchModels.CopyOf(network);
        try
        {
            models.Change(change ?? (_ => { }));
            var service = await RunningService.StartAsync(
                "FaceStream", FaceStreamHost.Build, [("Models:Directory", models.Folder), ("FaceStream:Model", network), .. settings]);
            return new TinyService(models, service);
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    /// <summary>A sample whose crop is of one gray, 0 to 1 in steps of 1/255.</summary>
    public static Sample Gray(byte value, uint track = 1, ulong sequence = 0) =>
        new() { TrackId = track, Sequence = sequence, Crop = Images.Gray(8, 8, value) };

    public static FaceStreamServiceStreamScoreRequest Frame(params Sample[] samples) => new() { Samples = { samples } };

    public static FaceStreamServiceScoreRequest Batch(params IEnumerable<Sample>[] clips) => new() { Clips = { clips.Select(c => new Clip { Samples = { c } }) } };

    public static void AssertLogits(Score score, params float[] expected)
    {
        Assert.NotNull(score.Logits);
        Assert.Equal(expected.Length, score.Logits.Values.Count);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], score.Logits.Values[i], 1e-5f);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Models.Dispose();
    }
}
