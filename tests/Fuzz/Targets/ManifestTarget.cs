using EmotionGrpc.Fuzz.Mutation;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Fuzz.Targets;

/// <summary>The file model.json, which an operator may write by hand.</summary>
/// <param name="folder">An empty folder to write them to.</param>
internal sealed class ManifestTarget(string folder) : FuzzTarget
{
    private readonly byte[][] _seeds = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "models"), "model.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    private int _number;

    public override string Name => "manifest";

    public override int Share => 40;

    public override IReadOnlyList<byte[]> Seeds => _seeds;

    public override byte[] Mutate(Random random, byte[] input, byte[] other) => new ByteMutator(random).Mutate(input, other);

    public override ValueTask<string> RunAsync(byte[] input)
    {
        var model = Directory.CreateDirectory(Path.Combine(folder, $"{Interlocked.Increment(ref _number)}"));
        try
        {
            File.WriteAllBytes(Path.Combine(model.FullName, "model.json"), input);
            ModelPackage.Read(model.FullName);
            throw new FuzzException("A model without a network was read.");
        }
        catch (ModelException e)
        {
            return ValueTask.FromResult(Answer.Kind(e.Message.Replace(model.FullName, "", StringComparison.Ordinal)));
        }
        finally
        {
            model.Delete(recursive: true);
        }
    }
}
