using System.CommandLine;
using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Labels;
using EmotionGrpc.Eval.Output;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Clips;

/// <summary><c>clips</c>: how well face, body and their fusion tell the emotion of labelled clips.</summary>
internal static class ClipsCommand
{
    private static readonly Dictionary<string, FusionPolicy> Policies = new()
    {
        ["average"] = FusionPolicy.Average,
        ["maximum"] = FusionPolicy.Maximum,
        ["occlusion-aware"] = FusionPolicy.OcclusionAware,
    };

    public static Command Create(SharedOptions shared)
    {
        var data = DataOptions.Data();
        var labels = DataOptions.Labels("path,label");
        var segments = SharedOptions.Number("--segments", "Segments in the consensus, 1 to 64; 0: the suite's default.", 0, 64, 0);
        var policy = new Option<string?>("--policy") { Description = $"Fusion policy: {string.Join(", ", Policies.Keys)}; the suite's default unless given." };
        policy.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Policies.ContainsKey(token.Value))
                result.AddError($"--policy is '{token.Value}'; it must be one of {string.Join(", ", Policies.Keys)}.");
        });
        var command = new Command("clips", "Recognises the longest-seen person of every labelled clip.") { data, labels, segments, policy, shared.Parallel };
        return command.WithAction(shared, async (result, context, cancellation) =>
        {
            var folder = result.GetRequiredValue(data);
            DataOptions.Check(folder);
            var rows = LabelFile.Read(result.GetRequiredValue(labels), "label");
            var model = await context.Suite.GetFaceModelAsync(cancellation);
            var files = EmotionLabels.Map(rows, model.Labels);
            var options = new FusionOptions
            {
                Segments = (uint)result.GetValue(segments),
                Policy = result.GetValue(policy) is { } name ? Policies[name] : FusionPolicy.Unspecified,
            };
            var evaluation = new ClipsEvaluation(new ClipRecognizer(context.Suite, options), folder, model.Labels, result.GetValue(shared.Parallel));
            var outcomes = await ProgressBar.RunAsync("clips", files.Count, done => evaluation.RunAsync(files, done, cancellation));
            foreach (var item in ClipItem.From(outcomes, model))
                context.Items?.Write(item);
            var report = ClipsReport.From(outcomes, model, options);
            context.Report.Print(report, () => ClipsTables.Make(report));
        });
    }
}
