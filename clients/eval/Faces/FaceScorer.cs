using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Suite;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using OpenCvSharp;

namespace EmotionGrpc.Eval.Faces;

/// <summary>Has the suite find and score the face of a picture.</summary>
internal sealed class FaceScorer
{
    private readonly SuiteClient _suite;
    private readonly Model _model;
    private readonly bool _preCropped;

    public FaceScorer(SuiteClient suite, Model model, bool preCropped)
    {
        if (model.Sample?.Crop is null)
            throw new EvalException(ExitCode.Failed, $"The face stream's model {model.Version?.Name} looks at no crops; pictures cannot be scored with it.");
        (_suite, _model, _preCropped) = (suite, model, preCropped);
    }

    /// <summary>Scores a picture's largest face, or the picture itself where it is a face crop.</summary>
    /// <returns>The scores; null where no face was found.</returns>
    public async Task<FaceScore?> ScoreAsync(Mat picture, CancellationToken cancellation)
    {
        var sample = _preCropped
            ? new Sample { Crop = PictureReader.ToCrop(picture, _model.Sample.Crop) }
            : await FindAsync(picture, cancellation);
        if (sample is null)
            return null;
        var request = new FaceStreamServiceScoreRequest { Clips = { ToClip(sample) } };
        var response = await _suite.FaceStream.ScoreAsync(request, deadline: SuiteClient.Deadline, cancellationToken: cancellation);
        return response.Scores.Count == 1
            ? new(response.Scores[0], response.Times.Count == 0 ? null : response.Times.Sum(t => t.ModelMilliseconds))
            : throw new EvalException(ExitCode.Failed, $"The face stream answered one clip with {response.Scores.Count} scores; it must give one a clip.");
    }

    private async Task<Sample?> FindAsync(Mat picture, CancellationToken cancellation)
    {
        var request = new DetectRequest { Image = PictureReader.ToImage(picture), Crops = { _model.Sample.Crop } };
        var response = await _suite.Detection.DetectAsync(request, deadline: SuiteClient.Deadline, cancellationToken: cancellation);
        var person = response.Detection.Persons.Where(p => p.Face is not null).MaxBy(p => p.Face.Box.Width * p.Face.Box.Height);
        if (person is null)
            return null;
        var sample = new Sample { Crop = person.Crops.FirstOrDefault(c => c.Kind == _model.Sample.Crop.Kind)?.Image };
        if (_model.Sample.Keypoints)
            sample.Keypoints.Add(person.Keypoints);
        return sample;
    }

    /// <summary>A still picture is a clip in which nothing moves.</summary>
    private Clip ToClip(Sample sample)
    {
        var clip = new Clip();
        for (var i = 0; i < Math.Max(1, (int)_model.ClipFrames); i++)
        {
            var copy = sample.Clone();
            copy.Sequence = (ulong)i + 1;
            copy.CaptureTime = DateTime.UnixEpoch.AddSeconds(i / 30.0).ToTimestamp();
            clip.Samples.Add(copy);
        }

        return clip;
    }
}
