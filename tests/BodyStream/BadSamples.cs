using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.BodyStream.Tests;

/// <summary>Ways in which a sample can be wrong.</summary>
internal static class BadSamples
{
    public static void Spoil(Sample sample, string what)
    {
        switch (what)
        {
            case "no capture time":
                sample.CaptureTime = null;
                break;
            case "no capture time, no keypoints":
                sample.CaptureTime = null;
                sample.Keypoints.Clear();
                break;
            case "bad capture time":
                sample.CaptureTime = new Timestamp { Seconds = long.MaxValue };
                break;
            case "time goes back":
                sample.CaptureTime = Mover.Time(-1);
                break;
            case "16 keypoints":
                sample.Keypoints.RemoveAt(16);
                break;
            case "wrong order":
                (sample.Keypoints[0], sample.Keypoints[1]) = (sample.Keypoints[1], sample.Keypoints[0]);
                break;
            case "not a number":
                sample.Keypoints[4].X = float.NaN;
                break;
            case "endless":
                sample.Keypoints[4].Y = float.PositiveInfinity;
                break;
            case "score over 1":
                sample.Keypoints[4].Score = 1.5f;
                break;
            case "another track":
                sample.TrackId++;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(what));
        }
    }
}
