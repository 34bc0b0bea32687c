using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Crops;

/// <summary>
/// The one definition of a face crop, for the mask model, for callers and for training: a square around the centre of the detector's box, whose side
/// is the box's longer side x (1 + margin), turned around that centre until the line from the right to the left eye is level (in a profile: the line from
/// eyes to mouth upright, see <see cref="DetectedFace.Roll"/>); black outside the frame.
/// </summary>
internal static class FaceCrop
{
    public static SquareRegion Region(DetectedFace face, float margin) =>
        new(face.Box.CenterX, face.Box.CenterY, Math.Max(1, face.Side * (1 + margin)), face.Roll);
}
