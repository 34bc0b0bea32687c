using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pose;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Crops;

/// <summary>
/// The body crop of arXiv 2302.10021, section 3: the box of the visible keypoints, each side 1 + margin times as long, resized without keeping the aspect.
/// The paper's visibility of 0.5 is another model's; here <see cref="Joint.VisibleFrom"/> counts.
/// </summary>
internal static class BodyCrop
{
    private const int LeastJoints = 3;

    /// <summary>The box to cut; null when fewer than three keypoints are visible or they span no area.</summary>
    public static BoundingBox? Box(BodyPose? pose, float margin)
    {
        if (pose is null || pose.VisibleJoints < LeastJoints)
            return null;
        var (left, top) = (float.PositiveInfinity, float.PositiveInfinity);
        var (right, bottom) = (float.NegativeInfinity, float.NegativeInfinity);
        foreach (var joint in pose.Joints)
        {
            if (!joint.Visible)
                continue;
            (left, top) = (Math.Min(left, joint.X), Math.Min(top, joint.Y));
            (right, bottom) = (Math.Max(right, joint.X), Math.Max(bottom, joint.Y));
        }

        var box = BoundingBox.FromEdges(left, top, right, bottom);
        return box is { Width: >= 1, Height: >= 1 } ? box.Grow(margin) : null;
    }

    /// <summary>Cuts a box out; what lies outside the frame is black.</summary>
    /// <param name="frame">8-bit BGR.</param>
    /// <param name="box">The box.</param>
    /// <param name="black">Painted black before resizing, so that no pixel of it bleeds into its surroundings; null for none.</param>
    /// <param name="width">Width of the crop.</param>
    /// <param name="height">Height of the crop.</param>
    public static Mat Cut(Mat frame, BoundingBox box, BoundingBox? black, int width, int height)
    {
        var crop = new Mat(height, width, MatType.CV_8UC3, Scalar.Black);
        var inside = Pixels(box, frame.Width, frame.Height);
        // Where the part that lies in the frame comes to lie in the crop.
        var (scaleX, scaleY) = (width / box.Width, height / box.Height);
        var target = Rounded((inside.X - box.X) * scaleX, (inside.Y - box.Y) * scaleY, (inside.Right - box.X) * scaleX, (inside.Bottom - box.Y) * scaleY, width, height);
        if (inside.Width < 1 || inside.Height < 1 || target.Width < 1 || target.Height < 1)
            return crop;

        using var view = new Mat(frame, inside);
        using var painted = black is null ? null : view.Clone();
        if (black is { } b)
        {
            var hidden = Pixels(b.Move(-inside.X, -inside.Y), inside.Width, inside.Height);
            if (hidden is { Width: > 0, Height: > 0 })
                Cv2.Rectangle(painted!, hidden, Scalar.Black, Cv2.FILLED);
        }

        using var place = new Mat(crop, target);
        var shrinks = target.Width < inside.Width || target.Height < inside.Height;
        using InputArray source = painted ?? view;
        Cv2.Resize(source, place, target.Size, 0, 0, shrinks ? InterpolationFlags.Area : InterpolationFlags.Linear);
        return crop;
    }

    /// <summary>The pixels that a box touches, within a picture.</summary>
    private static Rect Pixels(BoundingBox box, int width, int height)
    {
        var (left, top) = ((int)Math.Clamp(MathF.Floor(box.X), 0, width), (int)Math.Clamp(MathF.Floor(box.Y), 0, height));
        var (right, bottom) = ((int)Math.Clamp(MathF.Ceiling(box.Right), 0, width), (int)Math.Clamp(MathF.Ceiling(box.Bottom), 0, height));
        return new Rect(left, top, right - left, bottom - top);
    }

    private static Rect Rounded(float left, float top, float right, float bottom, int width, int height)
    {
        var (x, y) = ((int)Math.Clamp(MathF.Round(left), 0, width), (int)Math.Clamp(MathF.Round(top), 0, height));
        return new Rect(x, y, (int)Math.Clamp(MathF.Round(right), 0, width) - x, (int)Math.Clamp(MathF.Round(bottom), 0, height) - y);
    }
}
