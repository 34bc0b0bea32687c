using EmotionGrpc.Edge.Commands;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Sources;

/// <summary>A folder of pictures, in the order of their names (numbers count as numbers), played at a fixed speed.</summary>
internal sealed class PictureFolderSource : IFrameSource
{
    private const double DefaultFramesPerSecond = 10;
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"];

    private readonly string[] _files;
    private int _next;

    public PictureFolderSource(string folder, double? framesPerSecond)
    {
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        FramesPerSecond = framesPerSecond ?? DefaultFramesPerSecond;
        _files = [.. Directory.EnumerateFiles(folder)
            .Where(f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
            .Order(NaturalOrder.Instance)];
        if (_files.Length == 0)
            throw new EdgeException(ExitCode.SourceNotOpened, $"The folder '{folder}' holds no pictures; allowed are {string.Join(", ", Extensions.Select(e => e[1..]))}.");
    }

    public string Name { get; }

    public double FramesPerSecond { get; }

    public bool IsLive => false;

    public bool HasClock => false;

    public long? Length => _files.Length;

    public SourceFrame? Read()
    {
        if (_next == _files.Length)
            return null;
        var pixels = Cv2.ImRead(_files[_next]);
        if (pixels.Empty())
        {
            pixels.Dispose();
            throw new EdgeException(ExitCode.SourceNotOpened, $"'{_files[_next]}' is not a picture that can be read; repair it or take it out of the folder.");
        }

        return new SourceFrame(pixels, TimeSpan.FromSeconds(_next++ / FramesPerSecond));
    }

    public void Dispose()
    {
        // Files are open only while they are read.
    }
}
