using System.Globalization;
using System.Net;
using System.Text;

namespace EmotionGrpc.Edge.Report;

/// <summary>Draws a chart over time as SVG.</summary>
internal sealed class Chart
{
    private const double Left = 44;
    private const double Right = 12;
    private const double Width = 960;
    private const double Top = 8;
    private const double AxisHeight = 22;

    private readonly StringBuilder _svg = new();
    private readonly double _seconds;
    private readonly double _height;

    /// <summary>Starts a chart.</summary>
    /// <param name="title">What it shows, for screen readers.</param>
    /// <param name="duration">Length of the time axis.</param>
    /// <param name="height">Height of the plot.</param>
    /// <param name="percentTicks">Marks of the percent axis; none: no axis.</param>
    public Chart(string title, TimeSpan duration, double height, IReadOnlyList<int> percentTicks)
    {
        _seconds = Math.Max(duration.TotalSeconds, 0.1);
        _height = height;
        _svg.Append(Invariant($"<svg viewBox=\"0 0 {Width:0} {Top + height + AxisHeight:0}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\">"));
        foreach (var percent in percentTicks)
        {
            var y = Y(percent / 100.0);
            _svg.Append(Invariant($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>"));
            _svg.Append(Invariant($"<text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{percent}%</text>"));
        }

        TimeAxis();
    }

    /// <summary>An area between two heights (0 to 1) over time.</summary>
    public void Area(IReadOnlyList<(double Time, double Low, double High)> points, string color, string title)
    {
        if (points.Count == 0)
            return;
        var upper = points.Select(p => Invariant($"{X(p.Time):0.#},{Y(p.High):0.#}"));
        var lower = points.Reverse().Select(p => Invariant($"{X(p.Time):0.#},{Y(p.Low):0.#}"));
        _svg.Append(Invariant($"<polygon fill=\"{color}\" points=\"{string.Join(' ', upper.Concat(lower))}\"><title>{WebUtility.HtmlEncode(title)}</title></polygon>"));
    }

    /// <summary>A line of heights (0 to 1) over time.</summary>
    public void Line(IReadOnlyList<(double Time, double Value)> points, string color, string title)
    {
        if (points.Count == 0)
            return;
        var all = points.Count == 1 ? [points[0], (points[0].Time + (_seconds / 200), points[0].Value)] : points;
        var joined = string.Join(' ', all.Select(p => Invariant($"{X(p.Time):0.#},{Y(p.Value):0.#}")));
        _svg.Append(Invariant($"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" stroke-linejoin=\"round\" points=\"{joined}\"><title>{WebUtility.HtmlEncode(title)}</title></polyline>"));
    }

    /// <summary>A bar from one time to another over the whole height.</summary>
    public void Span(double from, double to, string color, string title) =>
        _svg.Append(Invariant($"<rect x=\"{X(from):0.#}\" y=\"{Top}\" width=\"{Math.Max(1, X(to) - X(from)):0.#}\" height=\"{_height}\" fill=\"{color}\"><title>{WebUtility.HtmlEncode(title)}</title></rect>"));

    public string Finish() => _svg.Append("</svg>").ToString();

    private void TimeAxis()
    {
        double[] steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
        var step = steps.FirstOrDefault(s => _seconds / s <= 10, 7200);
        for (var at = 0.0; at <= _seconds + 1e-9; at += step)
        {
            var x = X(at);
            _svg.Append(Invariant($"<line class=\"tick\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{Top + _height:0.#}\" y2=\"{Top + _height + 4:0.#}\"/>"));
            _svg.Append(Invariant($"<text x=\"{x:0.#}\" y=\"{Top + _height + 17:0.#}\" text-anchor=\"middle\">{Clock(at, step)}</text>"));
        }
    }

    private double X(double seconds) => Left + ((Width - Left - Right) * Math.Clamp(seconds / _seconds, 0, 1));

    private double Y(double share) => Top + (_height * (1 - Math.Clamp(share, 0, 1)));

    private static string Clock(double seconds, double step) =>
        step < 1 ? Invariant($"{seconds:0.0}s") : Invariant($"{(int)(seconds / 60)}:{(int)(seconds % 60):00}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
