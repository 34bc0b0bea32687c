using System.CommandLine;
using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Labels;
using EmotionGrpc.Eval.Output;

namespace EmotionGrpc.Eval.Faces;

/// <summary><c>faces</c>: how well the face stream tells the emotion of labelled pictures.</summary>
internal static class FacesCommand
{
    public static Command Create(SharedOptions shared)
    {
        var data = DataOptions.Data();
        var labels = DataOptions.Labels("path,label and perhaps mask (with or without)");
        var preCropped = new Option<bool>("--pre-cropped") { Description = "The pictures are face crops already; no face is searched." };
        var command = new Command("faces", "Scores the largest face of every labelled picture.") { data, labels, preCropped, shared.Parallel };
        return command.WithAction(shared, async (result, context, cancellation) =>
        {
            var folder = result.GetRequiredValue(data);
            DataOptions.Check(folder);
            var rows = LabelFile.Read(result.GetRequiredValue(labels), "label");
            var model = await context.Suite.GetFaceModelAsync(cancellation);
            LabelledFile[] files = [.. EmotionLabels.Map(rows, model.Labels).Zip(rows, (file, row) => file with { Mask = MaskLabels.ParseBeside(row) })];
            var scorer = new FaceScorer(context.Suite, model, result.GetValue(preCropped));
            var evaluation = new FacesEvaluation(scorer, folder, result.GetValue(shared.Parallel));
            var outcomes = await ProgressBar.RunAsync("faces", files.Length, done => evaluation.RunAsync(files, done, cancellation));
            foreach (var item in FaceItem.From(outcomes, model))
                context.Items?.Write(item);
            var report = FacesReport.From(outcomes, model, result.GetValue(preCropped));
            context.Report.Print(report, () => FacesTables.Make(report));
        });
    }
}
