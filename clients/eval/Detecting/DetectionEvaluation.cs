using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Output;
using EmotionGrpc.Eval.Suite;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Eval.Detecting;

/// <summary>Examines all pictures.</summary>
internal sealed class DetectionEvaluation(SuiteClient suite, DirectoryInfo folder, ContactSheet? sheet, int parallel)
{
    /// <summary>Examines the pictures, several at a time.</summary>
    /// <exception cref="EvalException">Not one of them could be read.</exception>
    public async Task<PictureOutcome[]> RunAsync(IReadOnlyList<PictureToExamine> pictures, Action done, CancellationToken cancellation)
    {
        var outcomes = await BoundedWork.RunAsync(pictures, parallel, ExamineAsync, done, cancellation);
        return outcomes.Any(o => o.Unreadable is null)
            ? outcomes
            : throw new EvalException(
                ExitCode.Data, $"Not one of the {pictures.Count} pictures can be read; the first, {outcomes[0].Path}: {outcomes[0].Unreadable}.");
    }

    private async Task<PictureOutcome> ExamineAsync(PictureToExamine picture, CancellationToken cancellation)
    {
        try
        {
            using var pixels = PictureReader.Read(Path.Combine(folder.FullName, picture.Path));
            var request = new DetectRequest { Image = PictureReader.ToImage(pixels) };
            var response = await suite.Detection.DetectAsync(request, deadline: SuiteClient.Deadline, cancellationToken: cancellation);
            var persons = response.Detection.Persons;
            sheet?.Draw(picture.Index, pixels, persons);
            return new(
                picture.Path,
                picture.ExpectedMask,
                persons.Count,
                [.. persons.Where(p => p.Face is not null).Select(p => FoundFace.From(p.Face))],
                [.. response.Detection.Models.Select(ModelName.From)],
                null);
        }
        catch (UnreadableException e)
        {
            return Unreadable(picture, e.Message);
        }
        catch (RpcException e) when (CallFault.RefusesInput(e))
        {
            return Unreadable(picture, $"the suite refused it: {CallFault.Detail(e)}");
        }
    }

    private static PictureOutcome Unreadable(PictureToExamine picture, string reason) =>
        new(picture.Path, picture.ExpectedMask, 0, [], [], reason);
}
