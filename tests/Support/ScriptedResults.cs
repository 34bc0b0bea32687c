using EmotionGrpc.V1;

namespace EmotionGrpc.TestSupport;

/// <summary>Results with known content.</summary>
public static class ScriptedResults
{
    public static readonly string[] Labels = ["neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear"];

    /// <summary>One person in the middle; happiness rises and falls with the sequence; the body warms up for 30 frames.</summary>
    public static RecognizeResponse Result(Frame frame) => new() { Result = FrameResult(frame.Sequence, frame.Image?.Width ?? 400, frame.Image?.Height ?? 300, frame) };

    public static FrameResult FrameResult(ulong sequence, uint width, uint height, Frame? frame = null)
    {
        var result = new FrameResult { Sequence = sequence, CaptureTime = frame?.CaptureTime, Width = width, Height = height, Segment = true };
        result.Persons.Add(Person(sequence, width, height));
        result.Times.Add(new StageTime { Stage = "pose", Milliseconds = 12, ModelMilliseconds = 10 });
        result.Times.Add(new StageTime { Stage = "face", Milliseconds = 3, ModelMilliseconds = 2 });
        result.Times.Add(new StageTime { Stage = "total", Milliseconds = 20, ModelMilliseconds = 12 });
        return result;
    }

    /// <summary>Has a stream find evidence in the upright part of the frame that a box covers.</summary>
    public static FrameResult WithHeat(FrameResult result, StreamKind stream, Box box, uint width, params float[] values) =>
        WithHeat(result, stream, [(box.X, box.Y), (box.X + box.Width, box.Y), (box.X + box.Width, box.Y + box.Height), (box.X, box.Y + box.Height)], width, values);

    /// <summary>Has a stream find evidence in a part of the frame.</summary>
    /// <param name="result">The result of the frame.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="region">The part's corners, from its left top on.</param>
    /// <param name="width">Columns of the map.</param>
    /// <param name="values">Row by row.</param>
    public static FrameResult WithHeat(FrameResult result, StreamKind stream, (float X, float Y)[] region, uint width, params float[] values)
    {
        var heatmap = new Heatmap { Width = width, Height = (uint)values.Length / width, Values = { values } };
        heatmap.Region.AddRange(region.Select(p => new Point { X = p.X, Y = p.Y }));
        result.Persons[0].Emotion.Streams.Single(s => s.Stream == stream).Heatmap = heatmap;
        return result;
    }

    public static RecognizeResponse Dropped(ulong sequence, DropReason reason) => new() { Dropped = new FrameDropped { Sequence = sequence, Reason = reason } };

    public static RecognizeResponse Error(ulong sequence) => new()
    {
        Error = new FrameError { Sequence = sequence, Reason = FrameErrorReason.InvalidImage, Message = "The picture is truncated." },
    };

    private static PersonResult Person(ulong sequence, uint width, uint height)
    {
        var person = new PersonResult
        {
            TrackId = 1,
            Score = 0.9f,
            Box = new Box { X = width * 0.25f, Y = height * 0.2f, Width = width * 0.5f, Height = height * 0.75f },
            Face = new Face
            {
                Box = new Box { X = width * 0.4f, Y = height * 0.25f, Width = width * 0.2f, Height = height * 0.3f },
                Score = 0.95f,
                Mask = new Mask { State = MaskState.Without, Probability = 0.04f },
            },
            Emotion = Emotion(sequence),
        };
        person.Keypoints.Add(new Keypoint { Name = KeypointName.LeftShoulder, X = width * 0.65f, Y = height * 0.7f, Score = 0.8f });
        person.Keypoints.Add(new Keypoint { Name = KeypointName.RightShoulder, X = width * 0.35f, Y = height * 0.7f, Score = 0.8f });
        return person;
    }

    private static Emotion Emotion(ulong sequence)
    {
        var happiness = 0.1f + (0.7f * (float)Math.Pow(Math.Sin(sequence / 40.0), 2));
        var rest = (1 - happiness) / 10;
        float[] probabilities = [rest * 5, happiness, rest, rest, rest, rest, rest];
        var emotion = new Emotion { TrackId = 1, Label = happiness > rest * 5 ? "happiness" : "neutral", Policy = FusionPolicy.OcclusionAware };
        for (var i = 0; i < Labels.Length; i++)
            emotion.Scores.Add(new LabelScore { Label = Labels[i], Probability = probabilities[i], Logit = MathF.Log(probabilities[i]) });
        var warm = sequence > 30;
        emotion.Streams.Add(new StreamContribution
        {
            Stream = StreamKind.Face,
            Weight = warm ? 0.4f : 1,
            Influence = warm ? 0.7f : 1,
            Segments = 3,
            Model = new ModelVersion { Name = "face-model", Version = "1.2.3", Task = "face-emotion" },
        });
        emotion.Streams.Add(warm
            ? new StreamContribution { Stream = StreamKind.Body, Weight = 0.6f, Influence = 0.3f, Segments = 3, Model = new ModelVersion { Name = "body-model", Version = "0.1.0", Task = "body-emotion" } }
            : new StreamContribution { Stream = StreamKind.Body, Absence = new Absence { Reason = AbsenceReason.WarmingUp, Detail = "Too few samples." } });
        return emotion;
    }
}
