using System.Runtime.CompilerServices;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Inference.Batching;
using Microsoft.Extensions.Options;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Faces;

/// <summary>Finds faces: in the heads of the poses; when none has one, where faces were before, in the whole frame and then in tiles.</summary>
internal sealed class FaceFinder(IOptions<DetectionOptions> options)
{
    // Side of the searched square in sides of the expected face; a mask hides what the detector needs at one scale more than at another.
    private static readonly float[] s_scales = [2, 1.5f, 3];

    // A face may lie this far from where the pose puts it, in sides of the expected face.
    private const float Reach = 0.8f;

    // Heads that lean less, in radians, are not looked at upright as well.
    private const float UprightAngle = 0.2f;

    // Sides of the squares of the later looks, in sides of the face; the training pictures of the detector look like the first.
    private const float SecondLookScale = 2;
    private const float ThirdLookScale = 1.6f;

    private const float DoubtWithPoses = 0.1f;

    /// <summary>Finds faces.</summary>
    /// <returns>For each pose its face or null, then the faces that belong to no pose; and what the frame shows when it was due to be covered with tiles and has no face.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(DetectedFace?[] OfPoses, IReadOnlyList<DetectedFace> Others, FacelessScene? Scene)> FindAsync(
        Mat frame, IReadOnlyList<BodyPose> poses, FaceSearchPlan plan, FrameWork work)
    {
        var search = new Search(frame, poses.Count > 0, work);
        var heads = new HeadEstimate?[poses.Count];
        var finding = new List<ValueTask<DetectedFace?>>(heads.Length);
        for (var i = 0; i < heads.Length; i++)
        {
            heads[i] = HeadEstimate.From(poses[i]);
            finding.Add(FindInHeadAsync(search, heads[i]));
        }

        var ofPoses = await ValueTasks.WhenAllAsync(finding);
        FaceMatcher.Distinguish(heads, ofPoses);
        if (!Array.TrueForAll(ofPoses, f => f is null))
            return (ofPoses, [], null);
        var (faces, scene) = await FindInFrameAsync(search, plan);
        return (ofPoses, FaceMatcher.Assign(faces, poses, heads, ofPoses, options.Value.FaceSureScore), scene);
    }

    /// <summary>Finds a face again where it should be.</summary>
    /// <param name="frame">8-bit BGR.</param>
    /// <param name="expected">Where it should be, how large, and how turned.</param>
    /// <param name="work">The frame's.</param>
    /// <returns>Null when it is not there.</returns>
    public ValueTask<DetectedFace?> FollowAsync(Mat frame, DetectedFace expected, FrameWork work) =>
        LookAgainAsync(new Search(frame, AnyPose: true, work), expected, SecondLookScale, options.Value.FaceScore);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<DetectedFace?> FindInHeadAsync(Search search, HeadEstimate? estimate)
    {
        if (estimate is not { FromBehind: false } head || head.Side < options.Value.MinimumFacePixels)
            return null;
        return await FindInHeadAsync(search, head, head.Angle) ?? (MathF.Abs(head.Angle) > UprightAngle ? await FindInHeadAsync(search, head, 0) : null);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<DetectedFace?> FindInHeadAsync(Search search, HeadEstimate head, float angle)
    {
        foreach (var scale in s_scales)
        {
            var region = new SquareRegion(head.Center.X, head.Center.Y, head.Side * scale, angle);
            if (Nearest(await RunAsync(search, region, options.Value.FaceCandidateScore), head) is not { } near)
                continue;
            if (near.Score >= options.Value.FaceSureScore)
                return near;
            if (await LookAgainAsync(search, near, SecondLookScale, options.Value.FaceScore) is { } face)
                return face;
        }

        return null;
    }

    /// <summary>Where two heads touch, the nearer face is the person's own.</summary>
    private static DetectedFace? Nearest(List<DetectedFace> faces, HeadEstimate head)
    {
        var (nearest, best) = ((DetectedFace?)null, float.NegativeInfinity);
        foreach (var face in faces)
        {
            var distance = Distance(face, head);
            if (distance < Reach && Fits(face, head) && face.Score - distance > best)
                (nearest, best) = (face, face.Score - distance);
        }

        return nearest;
    }

    private static float Distance(DetectedFace face, HeadEstimate head) =>
        new PixelPoint(face.Box.CenterX, face.Box.CenterY).DistanceTo(head.Center) / head.Side;

    private static bool Fits(DetectedFace face, HeadEstimate head) => face.Side > head.Side / 2.5f && face.Side < head.Side * 2.5f;

    private async Task<(List<DetectedFace> Faces, FacelessScene? Scene)> FindInFrameAsync(Search search, FaceSearchPlan plan)
    {
        var (width, height) = (search.Frame.Width, search.Frame.Height);
        var known = plan.KnownFaces.Select(b => new SquareRegion(b.CenterX, b.CenterY, Math.Max(b.Width, b.Height) * SecondLookScale, 0));
        var faces = await FindInAsync(search, [.. known], small: false);
        if (faces.Count == 0)
            faces = await FindInAsync(search, FaceTiles.Whole(width, height), small: false);
        if (faces.Count > 0 || !plan.Tiles)
            return (faces, null);
        var outline = SceneOutline.Of(search.Frame);
        if (plan.Faceless?.IsSameAs(outline) == true)
            return (faces, new FacelessScene(outline, Covered: false));
        foreach (var level in FaceTiles.Levels(width, height, options.Value.SmallestTilePixels))
        {
            faces = await FindInAsync(search, level, small: true);
            if (faces.Count > 0)
                return (faces, null);
        }

        return (faces, new FacelessScene(outline, Covered: true));
    }

    private async Task<List<DetectedFace>> FindInAsync(Search search, IReadOnlyList<SquareRegion> regions, bool small)
    {
        var found = await ValueTasks.WhenAllAsync([.. regions.Select(r => RunAsync(search, r, options.Value.FaceCandidateScore))]);
        var candidates = FaceSuppression.Apply(found.SelectMany(f => f).Where(f => f.Side >= options.Value.MinimumFacePixels));
        var confirmed = await Task.WhenAll(candidates.Take(options.Value.MaximumFaces).Select(f => ConfirmAsync(search, f, small)));
        return FaceSuppression.Apply(confirmed.OfType<DetectedFace>());
    }

    /// <summary>
    /// No pose vouches for this face: another look, eyes level, must see it; in tiles, whose number invites chance, two looks at two scales.
    /// A true face gains by that, a pattern is lost.
    /// </summary>
    private async Task<DetectedFace?> ConfirmAsync(Search search, DetectedFace candidate, bool small)
    {
        var second = await LookAgainAsync(search, candidate, SecondLookScale, options.Value.LoneFaceScore);
        if (second is null || !small)
            return second;
        var third = await LookAgainAsync(search, second, ThirdLookScale, options.Value.FaceCandidateScore);
        // Where the pose model did find people, those it missed are few and patterns many.
        var least = options.Value.LoneFaceScore + (search.AnyPose ? DoubtWithPoses : 0);
        return third != null && (second.Score + third.Score) / 2 >= least ? second : null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<DetectedFace?> LookAgainAsync(Search search, DetectedFace face, float scale, float threshold)
    {
        var region = new SquareRegion(face.Box.CenterX, face.Box.CenterY, face.Side * scale, face.Roll);
        // Best first.
        foreach (var again in await RunAsync(search, region, threshold))
        {
            if (again.Box.Iou(face.Box) > 0.4f)
                return again;
        }

        return null;
    }

    private static ValueTask<List<DetectedFace>> RunAsync(Search search, SquareRegion region, float threshold) =>
        FaceNetwork.FindAsync(search.Frame, region, threshold, search.Work);

    private readonly record struct Search(Mat Frame, bool AnyPose, FrameWork Work);
}
