using System.Collections.Concurrent;
using System.Security.Cryptography;
using EmotionGrpc.Fuzz.Targets;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Fuzz.Running;

/// <summary>The inputs of one target that are worth changing further: those kept on disk, and those that brought an answer of a new kind.</summary>
internal sealed class Corpus
{
    private const int MostPerTarget = 400;

    /// <summary>What a target's new inputs may hold in memory; more would look like growth of what is tested.</summary>
    private const int MostBytesPerTarget = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, byte[]> _byAnswer = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly List<byte[]> _inputs = [];
    private readonly string _folder;
    private long _bytes;

    public Corpus(FuzzTarget target)
    {
        _folder = Path.Combine(Folder, target.Name);
        Kept = Directory.Exists(_folder) ? [.. Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)] : [];
        _inputs.AddRange(target.Seeds);
        _inputs.AddRange(Kept);
    }

    /// <summary>Where inputs are kept.</summary>
    public static string Folder => Path.Combine(Repository.Root, "tests", "Fuzz", "Corpus");

    /// <summary>The inputs kept on disk: each was once a fault, or is the only one known for its kind of answer.</summary>
    public IReadOnlyList<byte[]> Kept { get; }

    /// <summary>Kinds of answers seen.</summary>
    public int Answers => _byAnswer.Count;

    public byte[] Pick(Random random)
    {
        lock (_lock)
            return _inputs[random.Next(_inputs.Count)];
    }

    /// <summary>Notes an answer.</summary>
    public void Add(string answer, byte[] input)
    {
        if (_byAnswer.Count >= MostPerTarget || _byAnswer.ContainsKey(answer))
            return;
        lock (_lock)
        {
            if (_bytes + input.Length > MostBytesPerTarget || !_byAnswer.TryAdd(answer, input))
                return;
            _bytes += input.Length;
            _inputs.Add(input);
        }
    }

    /// <summary>Writes an input to disk.</summary>
    /// <returns>The file.</returns>
    public static string Keep(string target, string kind, byte[] input)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, target));
        var path = Path.Combine(folder.FullName, $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(path, input);
        return path;
    }

    /// <summary>Writes one input for each kind of answer that no kept input brings.</summary>
    /// <returns>How many were written.</returns>
    public int KeepNew()
    {
        var kept = Kept.Select(Convert.ToHexString).ToHashSet(StringComparer.Ordinal);
        var fresh = _byAnswer.Values.Where(i => !kept.Contains(Convert.ToHexString(i))).ToArray();
        foreach (var input in fresh)
            Keep(Path.GetFileName(_folder), "answer", input);
        return fresh.Length;
    }
}
