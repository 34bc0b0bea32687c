using System.Globalization;
using System.Text;
using EmotionGrpc.Operations.Tests.Suite;

namespace EmotionGrpc.Operations.Tests.Privacy;

/// <summary>Pieces of what a camera sent and of what was found in it, in the forms in which they could leak.</summary>
internal static class ContentFragments
{
    private const int Length = 24;

    /// <summary>Bytes of pictures: the mark and pieces of the files, as they are, in base64 at each alignment, and in hexadecimal digits.</summary>
    public static IEnumerable<byte[]> OfPictures(CameraRun camera)
    {
        var pieces = camera.Pictures
            .Select(p => p.Data.ToByteArray())
            .SelectMany(data => Enumerable.Range(1, 8).Select(i => data.AsSpan(i * (data.Length - Length) / 9, Length).ToArray()))
            .Where(piece => piece.Distinct().Count() > Length / 2) // A piece of one colour may stand anywhere.
            .Prepend(Encoding.ASCII.GetBytes(MarkedPicture.Mark));
        return pieces.SelectMany(Forms);
    }

    /// <summary>Coordinates and scores, written out in full.</summary>
    public static IEnumerable<byte[]> OfFindings(CameraRun camera) =>
        camera.Results
            .SelectMany(r => r.Persons)
            .SelectMany(p => p.Keypoints.SelectMany(k => new[] { k.X, k.Y, k.Score })
                .Concat(p.Emotion?.Scores.Select(s => s.Logit) ?? [])
                .Concat(p.Face is { } face ? [face.Box.X, face.Box.Y] : []))
            .Select(v => v.ToString(CultureInfo.InvariantCulture))
            .Where(text => text.Length >= 8)
            .Distinct()
            .Select(Encoding.ASCII.GetBytes);

    private static IEnumerable<byte[]> Forms(byte[] piece)
    {
        yield return piece;
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(piece));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(piece));
        for (var shift = 0; shift < 3; shift++)
        {
            // Whole groups of three bytes look the same wherever they stand.
            var whole = piece.AsSpan(shift, (piece.Length - shift) / 3 * 3);
            yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(whole));
        }
    }
}
