using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Crops;

/// <summary>Cuts the crops that a caller asks for.</summary>
internal sealed class CropCutter(IOptions<DetectionOptions> options)
{
    /// <summary>A crop of one person; null when it cannot be cut.</summary>
    public Crop? Cut(Mat frame, FoundPerson person, CropSpec spec)
    {
        if (Find(frame, person, spec) is not var (pixels, corners))
            return null;
        using (pixels)
        {
            var crop = new Crop { Kind = spec.Kind, Image = ImageEncoder.Encode(pixels, spec.Format, options.Value.CropJpegQuality) };
            crop.Region.Capacity = corners.Length;
            foreach (var corner in corners)
                crop.Region.Add(corner.ToMessage());
            return crop;
        }
    }

    private static (Mat Pixels, PixelPoint[] Corners)? Find(Mat frame, FoundPerson person, CropSpec spec)
    {
        var (width, height) = ((int)spec.Width, (int)spec.Height);
        if (spec.Kind == CropKind.Face)
        {
            if (person.Face is not { } face)
                return null;
            var region = FaceCrop.Region(face, spec.Margin);
            return (region.Cut(frame, width, height), region.Corners);
        }

        return BodyCrop.Box(person.Pose, spec.Margin) is { } box
            ? (BodyCrop.Cut(frame, box, spec.Kind == CropKind.Body ? FaceBox(person) : null, width, height), box.Corners)
            : null;
    }

    /// <summary>
    /// The face to hide. When the detector saw none though nose or eyes are visible (a profile, a hand before the mouth), the place that the pose
    /// gives is hidden instead: a body stream must not read the face.
    /// </summary>
    private static BoundingBox? FaceBox(FoundPerson person)
    {
        if (person.Face is { } face)
            return face.Box;
        var seen = person.Pose!.Joints[JointIndex.Nose].Visible
            || person.Pose.Joints[JointIndex.LeftEye].Visible
            || person.Pose.Joints[JointIndex.RightEye].Visible;
        return seen && HeadEstimate.From(person.Pose) is { FromBehind: false } head ? head.Box : null;
    }
}
