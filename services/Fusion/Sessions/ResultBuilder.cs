using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>Makes the answer to a frame.</summary>
internal static class ResultBuilder
{
    public static FrameResult Build(FrameObservation observation, TrackFuser fuser, bool keypoints)
    {
        var detection = observation.Detection!;
        var result = new FrameResult
        {
            Sequence = observation.Pending.Frame.Sequence,
            CaptureTime = observation.Pending.Frame.CaptureTime,
            Width = detection.Width,
            Height = detection.Height,
            Segment = observation.Segment,
            Followed = detection.Followed,
        };
        result.Persons.Capacity = detection.Persons.Count;
        for (var i = 0; i < detection.Persons.Count; i++)
        {
            var person = detection.Persons[i];
            var one = new PersonResult
            {
                TrackId = person.TrackId,
                Box = person.Box,
                Score = person.Score,
                Face = person.Face,
                Emotion = fuser.Update(observation.Readings[i], observation.Pending.CaptureTime, observation.Segment),
            };
            if (keypoints)
                one.Keypoints.AddRange(person.Keypoints);
            result.Persons.Add(one);
        }

        return result;
    }
}
