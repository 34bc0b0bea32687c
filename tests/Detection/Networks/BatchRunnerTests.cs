using System.Buffers;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Runtime;

namespace EmotionGrpc.Detection.Tests.Networks;

public sealed class BatchRunnerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task RunAsync_ManyAtOnce_EachGetsItsOwnAnswer(int waitMilliseconds)
    {
        await using var runner = Open(new BatchOptions { MaximumWaitMilliseconds = waitMilliseconds });
        var expected = new List<float>();
        for (var seed = 0; seed < 24; seed++)
            expected.Add(await AskAsync(runner, seed));

        var answers = await Task.WhenAll(Enumerable.Range(0, expected.Count).Select(seed => Task.Run(() => AskAsync(runner, seed))));

        for (var seed = 0; seed < answers.Length; seed++)
            Assert.Equal(expected[seed], answers[seed], 1e-4);
        Assert.Equal(0, runner.QueueLength);
    }

    [Fact]
    public async Task RunAsync_AReaderFails_OthersOfTheBatchDoNot()
    {
        await using var runner = Open(new BatchOptions());
        var asked = Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
            await runner.RunAsync(Item(runner, i), "someone", static (outputs, n) => n % 3 == 0 ? throw new FormatException() : outputs[0][0], i, CancellationToken.None))).ToArray();

        for (var i = 0; i < asked.Length; i++)
        {
            if (i % 3 == 0)
                await Assert.ThrowsAsync<FormatException>(() => asked[i]);
            else
                Assert.True(float.IsFinite(await asked[i]));
        }
    }

    [Fact]
    public async Task DisposeAsync_ItemsWait_EachIsAnsweredOrCancelled()
    {
        var runner = Open(new BatchOptions { MaximumBatch = 2 });
        var asked = Enumerable.Range(0, 100).Select(i => AskAsync(runner, i)).ToArray();

        await runner.DisposeAsync();

        foreach (var one in asked)
        {
            try
            {
                Assert.True(float.IsFinite(await one));
            }
            catch (OperationCanceledException)
            {
                // It waited.
            }
        }

        Assert.Equal(0, runner.QueueLength);
    }

    private static BatchRunner<float> Open(BatchOptions batching)
    {
        var options = new ModelOptions();
        var package = ModelPackage.Read(Path.Combine(options.FindDirectory(), "body-motion"), options);
        return new BatchRunner<float>(new OnnxModel(package, options), options, batching);
    }

    private static async Task<float> AskAsync(BatchRunner<float> runner, int seed) =>
        await runner.RunAsync(Item(runner, seed), $"session {seed % 5}", static (outputs, _) => outputs[0][0], 0, CancellationToken.None);

    private static BatchItem<float> Item(BatchRunner<float> runner, int seed)
    {
        var random = new Random(seed);
        var input = ArrayPool<float>.Shared.Rent(runner.ItemLength);
        for (var i = 0; i < runner.ItemLength; i++)
            input[i] = random.NextSingle();
        return new BatchItem<float>(input, [], Evidence: false);
    }
}
