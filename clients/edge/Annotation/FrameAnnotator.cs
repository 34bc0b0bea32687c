using EmotionGrpc.Edge.Live;
using EmotionGrpc.V1;
using OpenCvSharp;
using Point = OpenCvSharp.Point;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Draws what was found into a picture.</summary>
/// <param name="heats">Where the models found their evidence; null: it is not drawn.</param>
/// <param name="redaction">Paints faces over; null: they stay.</param>
internal sealed class FrameAnnotator(HeatLayer? heats = null, FaceRedaction? redaction = null)
{
    private readonly PanelPlacement _placement = new();

    /// <summary>Draws into a canvas.</summary>
    /// <param name="canvas">The picture, 8-bit BGR, at least 640 pixels wide for text that can be read.</param>
    /// <param name="result">What was found; its coordinates are scaled from its own size to the canvas's. Null: nothing yet.</param>
    /// <param name="time">The frame's time by the source's clock.</param>
    /// <param name="fault">Why this frame has no result of its own; the result is then an older one and drawn grey. Null: it has one.</param>
    public void Draw(Mat canvas, FrameResult? result, TimeSpan time, string? fault)
    {
        redaction?.Paint(canvas, fault == null ? result : null, time);
        var ink = new Ink(fault != null);
        if (ink.Stale)
            Fade(canvas);
        var brush = new Brush(canvas);
        if (result is not { Width: > 0, Height: > 0 })
        {
            Footer(canvas, brush, Wording.Clock(time), fault, ink);
            return;
        }

        // Heat lies below all else, and only over the frame that it belongs to.
        var scale = new CanvasScale((double)canvas.Width / result.Width, (double)canvas.Height / result.Height);
        var evidence = ink.Stale ? [] : heats?.Draw(canvas, result, scale, time) ?? [];
        var taken = new List<Rect> { Footer(canvas, brush, Wording.Clock(time), fault, ink) };
        if (evidence.Count > 0)
            taken.Add(HeatLegend.Draw(canvas, brush, evidence, ink));
        Persons(canvas, brush, result, scale, taken, ink);
    }

    /// <param name="canvas">The picture.</param>
    /// <param name="brush">Draws into it.</param>
    /// <param name="result">The persons.</param>
    /// <param name="scale">From the result's pixels to the picture's.</param>
    /// <param name="taken">Where words are already; those of the persons are added.</param>
    /// <param name="ink">The colours.</param>
    private void Persons(Mat canvas, Brush brush, FrameResult result, CanvasScale scale, List<Rect> taken, Ink ink)
    {
        var faces = result.Persons.Where(p => p.Face != null).Select(p => scale.Map(p.Face.Box)).ToList();
        foreach (var person in result.Persons)
        {
            Bones(brush, person, scale, ink);
            brush.Corners(scale.Map(person.Box), ink.Track(person.TrackId), 2);
            if (person.Face != null)
                brush.Outline(scale.Map(person.Face.Box), ink.Text, 1);
        }

        // Words come last: they must be read.
        var boxes = result.Persons.Select(p => scale.Map(p.Box)).ToList();
        for (var i = 0; i < boxes.Count; i++)
            taken.Add(Tag(canvas, brush, result.Persons[i], boxes[i], taken, ink));
        for (var i = 0; i < boxes.Count; i++)
        {
            var person = result.Persons[i];
            var size = PersonPanel.Measure(brush, person);
            var others = boxes.Where((_, j) => j != i).ToList();
            var panel = new Rect(_placement.Place(person.TrackId, boxes[i], size, canvas.Size(), faces, others, taken), size);
            Connect(brush, panel, boxes[i], ink.Track(person.TrackId));
            PersonPanel.Draw(brush, person, panel.Location, ink);
            taken.Add(panel);
        }
    }

    /// <summary>A panel that lies away from its person is tied to it.</summary>
    private static void Connect(Brush brush, Rect panel, Rect person, Scalar color)
    {
        var from = new Point(Math.Clamp(Middle(person.Left, person.Right), panel.Left, panel.Right), Math.Clamp(Middle(person.Top, person.Bottom), panel.Top, panel.Bottom));
        var to = new Point(Math.Clamp(from.X, person.Left, person.Right), Math.Clamp(from.Y, person.Top, person.Bottom));
        if (from.DistanceTo(to) > brush.Pixels(14))
            brush.Line(from, to, color, 1);

        static int Middle(int low, int high) => (low + high) / 2;
    }

    private void Bones(Brush brush, PersonResult person, CanvasScale scale, Ink ink)
    {
        var seen = person.Keypoints.Where(k => k.Score >= Skeleton.VisibleScore).ToDictionary(k => k.Name, k => scale.Map(k.X, k.Y));
        var color = ink.Track(person.TrackId);
        foreach (var (from, to) in Skeleton.Bones)
        {
            if (!seen.TryGetValue(from, out var a) || !seen.TryGetValue(to, out var b))
                continue;
            brush.Line(a, b, Scalar.Black, 4);
            brush.Line(a, b, color, 2);
        }

        // Of a painted head not even the eyes' places are told.
        foreach (var point in seen.Where(s => redaction is null || s.Key > KeypointName.RightEar).Select(s => s.Value))
        {
            brush.Dot(point, 3.5, Scalar.Black);
            brush.Dot(point, 2.5, ink.Text);
        }
    }

    private static Rect Tag(Mat canvas, Brush brush, PersonResult person, Rect box, IReadOnlyList<Rect> taken, Ink ink)
    {
        const double Size = 0.5;
        var text = person.Emotion is { Label.Length: > 0 } emotion ? $"#{person.TrackId} {emotion.Label}" : $"#{person.TrackId}";
        var words = brush.Measure(text, Size);
        var height = words.Height + brush.Pixels(10);
        var width = words.Width + brush.Pixels(12);
        var places = new[] { (box.Left, box.Top - height), (box.Right - width, box.Top - height), (box.Left, box.Top - (2 * height)), (box.Left, box.Bottom) }
            .Select(p => new Rect(Math.Clamp(p.Item1, 0, Math.Max(0, canvas.Width - width)), Math.Clamp(p.Item2, 0, Math.Max(0, canvas.Height - height)), width, height))
            .ToArray();
        var free = places.Where(p => !taken.Any(t => t.IntersectsWith(p))).ToArray();
        var tag = free.Length > 0 ? free[0] : places[0];
        brush.Fill(tag, ink.Track(person.TrackId));
        brush.Text(text, new Point(tag.X + brush.Pixels(6), tag.Bottom - brush.Pixels(5)), Scalar.Black, Size);
        return tag;
    }

    private static Rect Footer(Mat canvas, Brush brush, string clock, string? fault, Ink ink)
    {
        const double Size = 0.42;
        var text = fault == null ? clock : $"{clock}  no result: {fault}";
        var width = brush.Measure(text, Size).Width + brush.Pixels(12);
        var height = brush.Pixels(18);
        var strip = new Rect(0, canvas.Height - height, Math.Min(width, canvas.Width), height);
        brush.Veil(strip, Ink.Panel, 0.72);
        brush.Text(text, new Point(brush.Pixels(6), canvas.Height - brush.Pixels(5)), fault == null ? ink.FaintText : new Scalar(80, 190, 255), Size);
        return strip;
    }

    private static void Fade(Mat canvas)
    {
        using var gray = new Mat();
        Cv2.CvtColor(canvas, gray, ColorConversionCodes.BGR2GRAY);
        gray.ConvertTo(gray, -1, 0.75, 20);
        Cv2.CvtColor(gray, canvas, ColorConversionCodes.GRAY2BGR);
    }
}
