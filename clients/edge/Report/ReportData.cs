using EmotionGrpc.Client;
using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Live;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Report;

/// <summary>Everything that a report says.</summary>
internal sealed record ReportData
{
    public required string SourceName { get; init; }

    public required DateTimeOffset Made { get; init; }

    public required RunSettings Settings { get; init; }

    /// <summary>The server's confirmation: options in force, labels.</summary>
    public required SessionOpened Session { get; init; }

    public required RunSnapshot Run { get; init; }

    /// <summary>The session's own account: reconnects and the encoding at the end.</summary>
    public required EmotionSessionCounters Link { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Longest seen first.</summary>
    public required IReadOnlyList<PersonStory> Persons { get; init; }

    public required IReadOnlyList<StageSummary> Stages { get; init; }

    public required IReadOnlyList<ModelVersion> Models { get; init; }

    /// <summary>The line of the whole, if the server told it.</summary>
    public StageSummary? Total => Stages.FirstOrDefault(s => s.Stage == StageTable.Total);

    /// <summary>Whether labels exclude each other, so that their probabilities sum to 1.</summary>
    public bool LabelsExclude => Session.LabelType != LabelType.Multi;
}
