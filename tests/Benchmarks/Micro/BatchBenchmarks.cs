using System.Buffers;
using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Runtime;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>
/// What an item costs on its way through the batcher, beside the same run without it, on the smallest network that ships. Callers send one item after the other.
/// Where several wait, the batcher also saves time: it runs them as one.
/// </summary>
// Public and not sealed: BenchmarkDotNet derives from it.
[MemoryDiagnoser]
public class BatchBenchmarks : IAsyncDisposable
{
    private const string Model = "body-motion";
    private const int Items = 256;

    private readonly ConcurrentDictionary<string, NetworkBuffers> _buffers = new();
    private OnnxModel? _bare;
    private BatchRunner<float>? _runner;

    [Params(1, 4)]
    public int Callers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var (package, options) = (ShippedModel.Read(Model), new ModelOptions());
        _bare = new OnnxModel(package, options);
        _runner = new BatchRunner<float>(new OnnxModel(package, options), options, new BatchOptions());
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        foreach (var buffers in _buffers.Values)
            buffers.Dispose();
        _bare?.Dispose();
        if (_runner != null)
            await _runner.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task<float> Bare() => CallAsync(caller =>
    {
        var buffers = _buffers.GetOrAdd(caller, _ => _bare!.CreateBuffers(1, evidence: false));
        _bare!.Run(buffers);
        return Task.FromResult(buffers.Outputs[0].GetTensorDataAsSpan<float>()[0]);
    });

    [Benchmark(OperationsPerInvoke = Items)]
    public Task<float> Batched() => CallAsync(caller =>
    {
        // Belongs to the runner, which gives it back.
        var input = ArrayPool<float>.Shared.Rent(_runner!.ItemLength);
        return _runner.RunAsync(new BatchItem<float>(input, [], Evidence: false), caller, static (outputs, _) => outputs[0][0], 0, CancellationToken.None).AsTask();
    });

    /// <summary>All callers at once; together they send as many items whatever their number.</summary>
    private async Task<float> CallAsync(Func<string, Task<float>> send)
    {
        var sums = await Task.WhenAll(Enumerable.Range(1, Callers).Select(caller => Task.Run(() => SendAsync($"caller {caller}"))));
        return sums.Sum();

        async Task<float> SendAsync(string caller)
        {
            var sum = 0f;
            for (var i = 0; i < Items / Callers; i++)
                sum += await send(caller);
            return sum;
        }
    }
}
