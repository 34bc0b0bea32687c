using System.Text.Json.Nodes;
using EmotionGrpc.Inference.Models;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>A model.json that the network does not bear out stops the start with one sentence.</summary>
public sealed class BadManifestTests
{
    public static TheoryData<string, string, string, string> Wrong => new()
    {
        { "frame", "output.name", "\"scores\"", "has no output 'scores' as model.json says; its outputs are: logits, mask_logits, activation." },
        { "frame", "output.name", "\"mask_logits\"", "gives 2 scores, and its model.json names 3 labels." },
        { "frame", "output.mask", "\"mask\"", "has no output 'mask' as model.json says; its outputs are: logits, mask_logits, activation." },
        { "frame", "output.mask", "\"logits\"", "gives 3 numbers in 'logits', its mask state; it must give 2: without and with a mask." },
        { "frame", "output.activation", "\"heat\"", "has no output 'heat' as model.json says; its outputs are: logits, activation, mask_logits." },
        { "frame", "output.activation", "\"mask_logits\"", "gives 2 numbers in 'mask_logits', its activations; it must give labels x height x width, and it has 3 labels." },
        { "frame", "output", "null", "cannot be read: " },
        { "frame", "maskUnknownBelow", "1.5", "has a maskUnknownBelow of 1.5; allowed are 0 to 1." },
        { "frame", "states", """[{ "input": "state_0", "output": "next_state_0" }]""", "must name states in its model.json where its temporal is stateful, and only there." },
        { "not-finite", "version", "\"2\"", "failed its probe: on zeros its output 'mask_logits' is not finite." },
        { "clip", "input.clipFrames", "1", "has input.clipFrames 1; allowed for pictures are 2 to 64." },
        { "clip", "input.clipFrames", "65", "has input.clipFrames 65; allowed for pictures are 2 to 64." },
        { "clip", "input.clipFrames", "3", "takes items of 4x3x8x8, and its model.json describes 3x3x8x8; make them agree." },
        { "clip", "temporal", "\"per-frame\"", "takes items of 4x3x8x8, and its model.json describes 3x8x8; make them agree." },
        { "clip", "input.crop", "\"hand\"", "cannot be read: " },
        { "stateful", "states", "[]", "must name states in its model.json where its temporal is stateful, and only there." },
        { "stateful", "states", """[{ "input": "state_0", "output": "next_state_0" }]""", "has inputs that its model.json does not name: state_1." },
        { "stateful", "states[0].input", "\"state\"", "has no input 'state' as model.json says; its inputs are: input, state_0, state_1." },
        { "stateful", "states[0].output", "\"next\"", "has no output 'next' as model.json says; its outputs are: logits, next_state_0, next_state_1." },
        { "stateful", "states[0].output", "\"next_state_1\"", "takes 2 numbers in 'state_0' and gives 1 in 'next_state_1'; a state keeps its size." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Start_ManifestThatDoesNotFit_IsRefused(string network, string path, string value, string expected)
    {
        var fault = await Assert.ThrowsAsync<ModelException>(() => TinyService.StartAsync(network, manifest => Set(manifest, path, value)));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private static void Set(JsonObject manifest, string path, string value)
    {
        var at = path.Split('.');
        JsonNode parent = manifest;
        foreach (var step in at[..^1])
            parent = step.EndsWith("[0]", StringComparison.Ordinal) ? parent[step[..^3]]![0]! : parent[step]!;
        parent[at[^1]] = JsonNode.Parse(value);
    }
}
