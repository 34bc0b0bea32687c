using System.CommandLine;
using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Labels;
using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Output;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Detecting;

/// <summary><c>detection</c>: how many faces are found in pictures, and how well mask states are told.</summary>
internal static class DetectionCommand
{
    public static Command Create(SharedOptions shared)
    {
        var data = DataOptions.Data();
        var labels = new Option<FileInfo?>("--labels") { Description = "CSV file with the columns path,mask; mask is with or without. Only its pictures are examined." };
        var expect = new Option<string?>("--expect-mask") { Description = "Mask state of every picture: with or without." };
        expect.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && MaskLabels.Parse(token.Value) is null)
                result.AddError($"--expect-mask is '{token.Value}'; it must be {MaskLabels.With} or {MaskLabels.Without}.");
        });
        var sheet = new Option<FileInfo?>("--sheet") { Description = "Draw pictures with their boxes to this file (.jpg or .png)." };
        sheet.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Path.GetExtension(token.Value).ToLowerInvariant() is not (".jpg" or ".jpeg" or ".png"))
                result.AddError($"--sheet is '{token.Value}'; its name must end in .jpg, .jpeg or .png.");
        });
        var command = new Command("detection", "Finds persons and faces in every picture of a folder.") { data, labels, expect, sheet, shared.Parallel };
        command.Validators.Add(result =>
        {
            if (result.GetResult(labels) is not null && result.GetResult(expect) is not null)
                result.AddError("--labels and --expect-mask exclude each other; give one of them.");
        });
        return command.WithAction(shared, async (result, context, cancellation) =>
        {
            var folder = result.GetRequiredValue(data);
            DataOptions.Check(folder);
            var pictures = Pictures(folder, result.GetValue(labels), result.GetValue(expect));
            using var drawn = ContactSheet.Open(result.GetValue(sheet), pictures.Count);
            var evaluation = new DetectionEvaluation(context.Suite, folder, drawn, result.GetValue(shared.Parallel));
            var outcomes = await ProgressBar.RunAsync("detection", pictures.Count, done => evaluation.RunAsync(pictures, done, cancellation));
            foreach (var item in outcomes)
                context.Items?.Write(item);
            drawn?.Save();
            var report = DetectionReport.From(outcomes);
            context.Report.Print(report, () => DetectionTables.Make(report));
        });
    }

    private static IReadOnlyList<PictureToExamine> Pictures(DirectoryInfo folder, FileInfo? labels, string? expect)
    {
        var listed = labels is null
            ? PictureFolder.List(folder).Select(path => (Path: path, Mask: expect is null ? MaskState.Unspecified : MaskLabels.Parse(expect)!.Value))
            : LabelFile.Read(labels, MaskLabels.Column).Select(row => (row.Path, Mask: MaskLabels.Parse(row)));
        return [.. listed.Select((p, i) => new PictureToExamine(i, p.Path, p.Mask))];
    }
}
