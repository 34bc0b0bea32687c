namespace EmotionGrpc.Eval.Faces;

/// <summary>What became of a picture.</summary>
internal enum FaceFate
{
    /// <summary>Its face has scores.</summary>
    Scored,

    /// <summary>No face was found.</summary>
    NoFace,

    /// <summary>A face was found, but the face stream has no scores for it.</summary>
    NotScored,

    /// <summary>The picture could not be read, or the suite refused it.</summary>
    Unreadable,
}
