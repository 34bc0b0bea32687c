using System.ComponentModel.DataAnnotations;
using EmotionGrpc.Hosting;

namespace EmotionGrpc.Detection;

/// <summary>Settings of the detection service. Configuration section <c>Detection</c>.</summary>
public sealed class DetectionOptions : ServiceOptions
{
    /// <summary>Folder under models/ of the pose model. Default "movenet-multipose".</summary>
    [Required(ErrorMessage = "Detection:PoseModel must name a folder under models/.")]
    public string PoseModel { get; set; } = "movenet-multipose";

    /// <summary>Folder under models/ of the face detector. Default "blazeface".</summary>
    [Required(ErrorMessage = "Detection:FaceModel must name a folder under models/.")]
    public string FaceModel { get; set; } = "blazeface";

    /// <summary>Folder under models/ of the mask-state model. Default "mask-state"; empty: detection examines no masks (a face stream may).</summary>
    public string MaskModel { get; set; } = "mask-state";

    /// <summary>Least score of a pose that counts as a person, 0.05 to 1. Default 0.2: the scores of MoveNet multipose run low.</summary>
    [Range(0.05, 1, ErrorMessage = "Detection:PersonScore must lie between 0.05 and 1.")]
    public float PersonScore { get; set; } = 0.2f;

    /// <summary>Least score of a pose that may continue a track, though it may not begin one, 0.01 to 1. Sessions only. Default 0.1.</summary>
    [Range(0.01, 1, ErrorMessage = "Detection:RescueScore must lie between 0.01 and 1.")]
    public float RescueScore { get; set; } = 0.1f;

    /// <summary>Visible keypoints that a pose must have, 0 to 17. Default 3.</summary>
    [Range(0, 17, ErrorMessage = "Detection:MinimumKeypoints must lie between 0 and 17.")]
    public int MinimumKeypoints { get; set; } = 3;

    /// <summary>Keypoint similarity from which two poses of a frame are one person, 0.05 to 1. Default 0.6.</summary>
    [Range(0.05, 1, ErrorMessage = "Detection:DuplicateSimilarity must lie between 0.05 and 1.")]
    public float DuplicateSimilarity { get; set; } = 0.6f;

    /// <summary>Least score of a face at the second look where a pose's head is, 0.05 to 0.99. Default 0.55.</summary>
    [Range(0.05, 0.99, ErrorMessage = "Detection:FaceScore must lie between 0.05 and 0.99.")]
    public float FaceScore { get; set; } = 0.55f;

    /// <summary>Least score of a face at the first look, which the second one has to confirm, 0.05 to 0.99. Default 0.3.</summary>
    [Range(0.05, 0.99, ErrorMessage = "Detection:FaceCandidateScore must lie between 0.05 and 0.99.")]
    public float FaceCandidateScore { get; set; } = 0.3f;

    /// <summary>Score from which a face needs no second look where a pose's head is, 0.05 to 1. Default 0.85; 1: every face gets one.</summary>
    [Range(0.05, 1, ErrorMessage = "Detection:FaceSureScore must lie between 0.05 and 1.")]
    public float FaceSureScore { get; set; } = 0.85f;

    /// <summary>Least score at the second look of a face for which no pose vouches, 0.05 to 0.99; in tiles the mean of two looks, and 0.1 more where poses were found. Default 0.6.</summary>
    [Range(0.05, 0.99, ErrorMessage = "Detection:LoneFaceScore must lie between 0.05 and 0.99.")]
    public float LoneFaceScore { get; set; } = 0.6f;

    /// <summary>
    /// Pixels that the longer side of a JPEG has at least when it is decoded, 0 to 32768; a larger one is decoded to a half, a quarter or an eighth of its sides. Default 1920: a 4K frame is decoded to a
    /// half, which takes a fraction of the time. 0: every frame whole, for faces that are small in a large picture. Sides of faces and tiles are meant in decoded pixels.
    /// </summary>
    [Range(0, 32768, ErrorMessage = "Detection:DecodedSide must lie between 0 and 32768 pixels (0: all).")]
    public int DecodedSide { get; set; } = 1920;

    /// <summary>Side of the smallest face in pixels, 4 to 1000. Default 10.</summary>
    [Range(4, 1000, ErrorMessage = "Detection:MinimumFacePixels must lie between 4 and 1000 pixels.")]
    public int MinimumFacePixels { get; set; } = 10;

    /// <summary>Side of the smallest tile of the search without poses in pixels, 16 to 8192. Default 48.</summary>
    [Range(16, 8192, ErrorMessage = "Detection:SmallestTilePixels must lie between 16 and 8192 pixels.")]
    public int SmallestTilePixels { get; set; } = 48;

    /// <summary>Seconds of capture time between two searches by tiles in a session, 0 to 60. Default 1; 0: at every frame that has no face.</summary>
    [Range(0.0, 60.0, ErrorMessage = "Detection:TileIntervalSeconds must lie between 0 and 60.")]
    public double TileIntervalSeconds { get; set; } = 1;

    /// <summary>Seconds of capture time for which a scene without a face is not searched by tiles again while nothing in it changes, 0 to 600. Default 10; 0: it is searched as often as one that changes.</summary>
    [Range(0.0, 600.0, ErrorMessage = "Detection:StillSceneSeconds must lie between 0 and 600.")]
    public double StillSceneSeconds { get; set; } = 10;

    /// <summary>Most faces that the search without poses looks at twice, 1 to 256. Default 32.</summary>
    [Range(1, 256, ErrorMessage = "Detection:MaximumFaces must lie between 1 and 256.")]
    public int MaximumFaces { get; set; } = 32;

    /// <summary>Seconds of capture time for which a lost track is kept, 0.1 to 60. Default 1.5.</summary>
    [Range(0.1, 60, ErrorMessage = "Detection:TrackLifetimeSeconds must lie between 0.1 and 60.")]
    public double TrackLifetimeSeconds { get; set; } = 1.5;

    /// <summary>Frames in which a person must be seen for the track to live its full lifetime when lost (a quarter before), 1 to 100. Default 3.</summary>
    [Range(1, 100, ErrorMessage = "Detection:ConfirmHits must lie between 1 and 100.")]
    public int ConfirmHits { get; set; } = 3;

    /// <summary>Least similarity (mean of box overlap, keypoint similarity and face overlap) at which a detection continues a track, 0.01 to 1. Default 0.2.</summary>
    [Range(0.01, 1, ErrorMessage = "Detection:MinimumSimilarity must lie between 0.01 and 1.")]
    public float MinimumSimilarity { get; set; } = 0.2f;

    /// <summary>The same for detections below PersonScore, 0.01 to 1. Default 0.4.</summary>
    [Range(0.01, 1, ErrorMessage = "Detection:RescueSimilarity must lie between 0.01 and 1.")]
    public float RescueSimilarity { get; set; } = 0.4f;

    /// <summary>Frames of one session that are worked on at once, 2 to 16. Default 2. Answers keep their order.</summary>
    [Range(2, 16, ErrorMessage = "Detection:FramesInHand must lie between 2 and 16.")]
    public int FramesInHand { get; set; } = 2;

    /// <summary>
    /// With a cadence: seconds of capture time at most from one search for persons to the next, 0.05 to 10. Default 0.5: across a longer gap the body stream
    /// (BodyStream:MaximumGapSeconds) cannot tell how a body moved.
    /// </summary>
    [Range(0.05, 10, ErrorMessage = "Detection:SearchSeconds must lie between 0.05 and 10.")]
    public double SearchSeconds { get; set; } = 0.5;

    /// <summary>With a cadence: share of a person's box that must look different for the person to be searched for out of turn, 0 to 1. Default 0.1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Detection:MotionShare must lie between 0 and 1.")]
    public double MotionShare { get; set; } = 0.1;

    /// <summary>Quality of JPEG crops, 1 to 100. Default 90.</summary>
    [Range(1, 100, ErrorMessage = "Detection:CropJpegQuality must lie between 1 and 100.")]
    public int CropJpegQuality { get; set; } = 90;
}
