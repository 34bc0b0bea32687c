using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Labels;
using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Suite;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Eval.Faces;

/// <summary>Scores all labelled pictures.</summary>
internal sealed class FacesEvaluation(FaceScorer scorer, DirectoryInfo folder, int parallel)
{
    /// <summary>Scores the pictures, several at a time.</summary>
    /// <exception cref="EvalException">Not one of them could be read.</exception>
    public async Task<FaceOutcome[]> RunAsync(IReadOnlyList<LabelledFile> files, Action done, CancellationToken cancellation)
    {
        var outcomes = await BoundedWork.RunAsync(files, parallel, ScoreAsync, done, cancellation);
        return outcomes.Any(o => o.IsRead)
            ? outcomes
            : throw new EvalException(ExitCode.Data, $"Not one of the {files.Count} pictures can be read; the first, {outcomes[0].Path}: {outcomes[0].Reason}.");
    }

    private async Task<FaceOutcome> ScoreAsync(LabelledFile file, CancellationToken cancellation)
    {
        try
        {
            using var picture = PictureReader.Read(Path.Combine(folder.FullName, file.Path));
            return Outcome(file, await scorer.ScoreAsync(picture, cancellation)) with { ExpectedMask = file.Mask };
        }
        catch (UnreadableException e)
        {
            return new(file.Path, file.Label, FaceFate.Unreadable, [], e.Message);
        }
        catch (RpcException e) when (CallFault.RefusesInput(e))
        {
            return new(file.Path, file.Label, FaceFate.Unreadable, [], $"the suite refused it: {CallFault.Detail(e)}");
        }
    }

    private static FaceOutcome Outcome(LabelledFile file, FaceScore? said) => said?.Score switch
    {
        null => new(file.Path, file.Label, FaceFate.NoFace, [], "no face was found"),
        { OutcomeCase: Score.OutcomeOneofCase.Logits } score => new(file.Path, file.Label, FaceFate.Scored, score.Logits.Values, "")
        {
            Mask = score.Mask,
            ModelMilliseconds = said.ModelMilliseconds,
        },
        var score => new(file.Path, file.Label, FaceFate.NotScored, [], $"{score.Absence?.Reason}: {score.Absence?.Detail}"),
    };
}
