using EmotionGrpc.Inference.Images;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Runtime;
using EmotionGrpc.TestSupport;
using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;

namespace EmotionGrpc.Load.Limit;

/// <summary>A network alone with ONNX Runtime: the services' session options, one item a run, inputs that are there already.</summary>
internal sealed class BareNetwork : IDisposable
{
    private const int Inputs = 16;

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly OrtValue[][] _inputs;
    private readonly int _runs;

    /// <param name="name">Its folder under models/.</param>
    /// <param name="pictures">8-bit BGR; networks for pictures get them in their own size, as faces and persons that fill the frame.</param>
    public BareNetwork(string name, IReadOnlyList<Mat> pictures)
        : this(name, pictures, Options(), 1)
    {
    }

    /// <param name="name">Its folder under models/.</param>
    /// <param name="pictures">8-bit BGR.</param>
    /// <param name="options">Precision, provider and threads.</param>
    /// <param name="batch">Items of a run, where the network takes several; else it is run as many times.</param>
    public BareNetwork(string name, IReadOnlyList<Mat> pictures, ModelOptions options, int batch)
    {
        var package = ModelPackage.Read(Path.Combine(options.FindDirectory(), name), options);
        Name = name;
        using var sessionOptions = ExecutionProvider.CreateSessionOptions(ExecutionProvider.Resolve(options), options, package.Precision);
        _session = new InferenceSession(package.Network, sessionOptions);
        _inputNames = [.. _session.InputNames];
        _outputNames = [.. _session.OutputNames.Where(o => o != package.Manifest.Output.Activation)];
        var several = _inputNames.All(n => _session.InputMetadata[n].Dimensions[0] < 0);
        (Items, _runs) = several ? (batch, 1) : (1, batch);
        _inputs = [.. pictures.Take(Inputs).Select(p => _inputNames.Select(n => Value(n, package.Manifest, p)).ToArray())];
    }

    public string Name { get; }

    /// <summary>Items of a run.</summary>
    public int Items { get; }

    /// <summary>The models of this checkout, on the CPU.</summary>
    public static ModelOptions Options() => new() { Directory = Path.Combine(Repository.Root, "models") };

    /// <summary>Runs a batch; may be called by several threads.</summary>
    public void Run(int number)
    {
        for (var run = 0; run < _runs; run++)
        {
            using var outputs = _session.Run(_runOptions, _inputNames, _inputs[(number + run) % _inputs.Length], _outputNames);
        }
    }

    public void Dispose()
    {
        foreach (var value in _inputs.SelectMany(v => v))
            value.Dispose();
        _runOptions.Dispose();
        _session.Dispose();
    }

    private OrtValue Value(string name, ModelManifest manifest, Mat picture)
    {
        var metadata = _session.InputMetadata[name];
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, metadata.ElementDataType, [.. metadata.Dimensions.Select((d, i) => i == 0 ? Items : (long)Math.Abs(d))]);
        // States and keypoints: networks of fixed shape take as long for zeros.
        value.GetTensorMutableRawData().Clear();
        if (name != manifest.Input.Name || manifest.Input.Kind != ModelInputKind.Image)
            return value;
        // One picture, as many times as a run has items: their time does not hang on what they show.
        using var sized = picture.Resize(new Size(manifest.Input.Width, manifest.Input.Height), 0, 0, InterpolationFlags.Area);
        if (manifest.Input.Type == ModelElementType.UInt8)
            Fill<byte>(value, Items, bytes => PixelTensor.ToRgbBytes(sized, bytes));
        else
            Fill<float>(value, Items, tensor => PixelTensor.ToFloat(sized, manifest.Input, tensor));
        return value;
    }

    private static void Fill<T>(OrtValue value, int items, Action<T[]> write)
        where T : unmanaged
    {
        var target = value.GetTensorMutableDataAsSpan<T>();
        var values = new T[target.Length / items];
        write(values);
        for (var item = 0; item < items; item++)
            values.CopyTo(target[(item * values.Length)..]);
    }
}
