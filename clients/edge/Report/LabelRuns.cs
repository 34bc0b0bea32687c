namespace EmotionGrpc.Edge.Report;

/// <summary>Tells which label was on top when.</summary>
internal static class LabelRuns
{
    /// <summary>Cuts samples into runs; a label that is on top for less than the shortest run counts as part of its neighbours.</summary>
    public static IReadOnlyList<LabelRun> Find(IReadOnlyList<PersonSample> samples, TimeSpan shortest)
    {
        var raw = new List<LabelRun>();
        foreach (var sample in samples)
        {
            if (sample.Probabilities is not { Length: > 0 } probabilities)
                continue;
            var top = Top(probabilities);
            if (raw.Count > 0)
                raw[^1] = raw[^1] with { To = sample.Time };
            if (raw.Count == 0 || raw[^1].Label != top)
                raw.Add(new LabelRun(top, sample.Time, sample.Time));
        }

        var runs = new List<LabelRun>();
        foreach (var run in raw)
        {
            if (runs.Count > 0 && (runs[^1].Label == run.Label || run.To - run.From < shortest))
                runs[^1] = runs[^1] with { To = run.To };
            else
                runs.Add(run);
        }

        // The first one may have been too short as well.
        if (runs.Count > 1 && runs[0].To - runs[0].From < shortest)
        {
            runs[1] = runs[1] with { From = runs[0].From };
            runs.RemoveAt(0);
        }

        return runs;
    }

    public static int Top(float[] probabilities) => Array.IndexOf(probabilities, probabilities.Max());
}
