using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Labels;
using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Output;
using EmotionGrpc.Eval.Suite;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Eval.Clips;

/// <summary>Recognises all labelled clips.</summary>
internal sealed class ClipsEvaluation(ClipRecognizer recognizer, DirectoryInfo folder, IReadOnlyList<string> labels, int parallel)
{
    /// <summary>Recognises the clips, several at a time.</summary>
    /// <exception cref="EvalException">Not one of them could be read.</exception>
    public async Task<ClipOutcome[]> RunAsync(IReadOnlyList<LabelledFile> files, Action done, CancellationToken cancellation)
    {
        var outcomes = await BoundedWork.RunAsync(files, parallel, RecognizeAsync, done, cancellation);
        return outcomes.Any(o => o.Unreadable is null)
            ? outcomes
            : throw new EvalException(ExitCode.Data, $"Not one of the {files.Count} clips can be read; the first, {outcomes[0].Path}: {outcomes[0].Unreadable}.");
    }

    private async Task<ClipOutcome> RecognizeAsync(LabelledFile file, CancellationToken cancellation)
    {
        try
        {
            using var video = new VideoReader(Path.Combine(folder.FullName, file.Path));
            return ToOutcome(file, await recognizer.RecognizeAsync(video, cancellation));
        }
        catch (UnreadableException e)
        {
            return Unreadable(file, e.Message);
        }
        catch (RpcException e) when (CallFault.RefusesInput(e))
        {
            return Unreadable(file, $"the suite refused it: {CallFault.Detail(e)}");
        }
    }

    private ClipOutcome ToOutcome(LabelledFile file, RecognizeClipResponse response)
    {
        if (response.Counts.Received == 0)
            return Unreadable(file, "the video has no frames that can be decoded");
        var emotion = response.Persons.MaxBy(p => p.Frames)?.Emotion;
        var nobody = ClipStream.Absent("no person was seen");
        return new(
            file.Path,
            file.Label,
            response.Persons.Count,
            (long)response.Counts.Received,
            (long)response.Counts.Errors,
            [.. response.Errors.Select(e => $"{e.Reason}: {e.Message}")],
            emotion is null ? nobody : ClipScores.Stream(emotion, StreamKind.Face, labels),
            emotion is null ? nobody : ClipScores.Stream(emotion, StreamKind.Body, labels),
            emotion is null ? nobody : ClipScores.Fusion(emotion, labels),
            [.. response.Models.Select(ModelName.From)],
            null);
    }

    private static ClipOutcome Unreadable(LabelledFile file, string reason)
    {
        var none = ClipStream.Absent(reason);
        return new(file.Path, file.Label, 0, 0, 0, [], none, none, none, [], reason);
    }
}
