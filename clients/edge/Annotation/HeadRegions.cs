using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Where a person's head may be: rather too much than too little.</summary>
internal static class HeadRegions
{
    // Brow to chin becomes hair to throat, ear to ear, and a head that turns or moves on within the exposure.
    private const double FaceMargin = 0.5;

    // Ear to ear is a head's width, and its height is half as much again. Where a head is turned and its points lie close, the body says how large it may be.
    private const double HeadOfShoulders = 0.8;
    private const double HeadOfFeatures = 2.2;
    private const double HeadOfBox = 0.35;

    // When nothing of a head is seen, it is in the upper part of the person, or just above.
    private const double UpperPart = 0.5;
    private const double AbovePart = 0.15;

    private static readonly KeypointName[] s_head =
        [KeypointName.Nose, KeypointName.LeftEye, KeypointName.RightEye, KeypointName.LeftEar, KeypointName.RightEar];

    /// <summary>Upright rectangles in the result's pixels.</summary>
    public static IReadOnlyList<Rect2d> Of(PersonResult person)
    {
        var regions = new List<Rect2d>();
        if (person.Face?.Box is { } face)
            regions.Add(Grow(face.X, face.Y, face.Width, face.Height, FaceMargin));
        var head = person.Keypoints.Where(k => s_head.Contains(k.Name) && k.Score >= Skeleton.VisibleScore).ToArray();
        if (head.Length > 0)
            regions.Add(Around(head, person));
        if (regions.Count == 0 && person.Box is { } box)
            regions.Add(new Rect2d(box.X - (0.1 * box.Width), box.Y - (AbovePart * box.Height), 1.2 * box.Width, (AbovePart + UpperPart) * box.Height));
        return regions;
    }

    /// <summary>A region grown by a share of its size on each side.</summary>
    public static Rect2d Grow(Rect2d region, double share) => Grow(region.X, region.Y, region.Width, region.Height, share);

    private static Rect2d Grow(double x, double y, double width, double height, double share) =>
        new(x - (share * width), y - (share * height), (1 + (2 * share)) * width, (1 + (2 * share)) * height);

    private static Rect2d Around(Keypoint[] head, PersonResult person)
    {
        var (left, right) = (head.Min(k => k.X), head.Max(k => k.X));
        var (top, bottom) = (head.Min(k => k.Y), head.Max(k => k.Y));
        var shoulders = person.Keypoints.Where(k => k.Name is KeypointName.LeftShoulder or KeypointName.RightShoulder && k.Score >= Skeleton.VisibleScore).ToArray();
        var breadth = shoulders.Length == 2 ? Math.Sqrt(Math.Pow(shoulders[0].X - shoulders[1].X, 2) + Math.Pow(shoulders[0].Y - shoulders[1].Y, 2)) : 0;
        var features = head.Length > 1 ? Math.Max(right - left, bottom - top) : 0;
        var side = Math.Max(HeadOfFeatures * features, Math.Max(HeadOfShoulders * breadth, HeadOfBox * (person.Box?.Height ?? 0)));
        return new Rect2d(((left + right) / 2) - (side / 2), ((top + bottom) / 2) - (side / 2), side, side);
    }
}
