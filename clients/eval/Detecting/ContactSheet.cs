using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Eval.Detecting;

/// <summary>
/// Pictures side by side with what was found: persons grey, faces with a mask blue, without green, others yellow; a red frame where no face was found.
/// </summary>
internal sealed class ContactSheet : IDisposable
{
    private const int MaximumPictures = 200;
    private const int Columns = 8;
    private const int TileWidth = 240;
    private const int TileHeight = 180;
    private readonly FileInfo _file;
    private readonly int _pictures;
    private readonly int _drawn;
    private readonly Mat _sheet;

    private ContactSheet(FileInfo file, int pictures)
    {
        (_file, _pictures, _drawn) = (file, pictures, Math.Min(pictures, MaximumPictures));
        _sheet = new Mat((_drawn + Columns - 1) / Columns * TileHeight, Math.Min(_drawn, Columns) * TileWidth, MatType.CV_8UC3, Scalar.Black);
    }

    /// <summary>Opens a sheet for a number of pictures; null without a file. Of many pictures, some evenly spread ones are drawn.</summary>
    public static ContactSheet? Open(FileInfo? file, int pictures) => file is null ? null : new(file, pictures);

    /// <summary>Draws a picture, if it is one of those on the sheet. Safe to call at the same time for different pictures.</summary>
    public void Draw(int index, Mat picture, IEnumerable<Person> persons)
    {
        var slot = (int)((long)index * _drawn / _pictures);
        if (index != (int)(((long)slot * _pictures + _drawn - 1) / _drawn))
            return; // Another picture has this slot.

        var scale = Math.Min((double)TileWidth / picture.Width, (double)TileHeight / picture.Height);
        var size = new Size(Math.Max(1, picture.Width * scale), Math.Max(1, picture.Height * scale));
        using var tile = _sheet[new Rect(slot % Columns * TileWidth, slot / Columns * TileHeight, size.Width, size.Height)];
        Cv2.Resize(picture, tile, size, 0, 0, InterpolationFlags.Area);
        var found = false;
        foreach (var person in persons)
        {
            Rectangle(tile, person.Box, scale, new Scalar(160, 160, 160));
            if (person.Face is null)
                continue;
            found = true;
            Rectangle(tile, person.Face.Box, scale, Colour(person.Face.Mask?.State), 2);
        }

        if (!found)
            tile.Rectangle(new Rect(0, 0, size.Width, size.Height), new Scalar(0, 0, 255), 3);
    }

    /// <summary>Writes the sheet to its file.</summary>
    public void Save()
    {
        try
        {
            _file.Directory?.Create();
            if (Cv2.ImWrite(_file.FullName, _sheet))
                return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OpenCVException)
        {
            throw new EvalException(ExitCode.Usage, $"--sheet cannot be written: {e.Message}");
        }

        throw new EvalException(ExitCode.Usage, $"--sheet cannot be written to {_file}; give a file in a folder that can be written.");
    }

    public void Dispose() => _sheet.Dispose();

    private static void Rectangle(Mat tile, Box box, double scale, Scalar colour, int thickness = 1) => tile.Rectangle(
        new Rect((int)(box.X * scale), (int)(box.Y * scale), (int)(box.Width * scale), (int)(box.Height * scale)), colour, thickness);

    private static Scalar Colour(MaskState? state) => state switch
    {
        MaskState.With => new Scalar(255, 96, 0),
        MaskState.Without => new Scalar(0, 220, 0),
        _ => new Scalar(0, 220, 255),
    };
}
