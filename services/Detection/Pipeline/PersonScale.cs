using EmotionGrpc.V1;
using Google.Protobuf.Collections;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>Turns pixels of a frame that was decoded to fewer into pixels of the frame.</summary>
internal static class PersonScale
{
    /// <summary>Enlarges all coordinates of a person, crops' corners included.</summary>
    public static void Enlarge(Person person, DecodedFrame frame)
    {
        var (x, y) = ((float)frame.Whole.Width / frame.Pixels.Width, (float)frame.Whole.Height / frame.Pixels.Height);
        if ((x, y) == (1, 1))
            return;
        Enlarge(person.Box, x, y);
        for (var i = 0; i < person.Keypoints.Count; i++)
        {
            var keypoint = person.Keypoints[i];
            (keypoint.X, keypoint.Y) = (keypoint.X * x, keypoint.Y * y);
        }

        if (person.Face is { } face)
        {
            Enlarge(face.Box, x, y);
            for (var i = 0; i < face.Landmarks.Count; i++)
                Enlarge(face.Landmarks[i].Point, x, y);
        }

        for (var i = 0; i < person.Crops.Count; i++)
            Enlarge(person.Crops[i].Region, x, y);
    }

    private static void Enlarge(RepeatedField<Point> corners, float x, float y)
    {
        for (var i = 0; i < corners.Count; i++)
            Enlarge(corners[i], x, y);
    }

    private static void Enlarge(Box box, float x, float y) => (box.X, box.Y, box.Width, box.Height) = (box.X * x, box.Y * y, box.Width * x, box.Height * y);

    private static void Enlarge(Point point, float x, float y) => (point.X, point.Y) = (point.X * x, point.Y * y);
}
