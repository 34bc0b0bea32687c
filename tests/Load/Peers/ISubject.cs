using EmotionGrpc.Load.Cameras;

namespace EmotionGrpc.Load.Peers;

/// <summary>One of those that are compared.</summary>
internal interface ISubject
{
    string Name { get; }

    /// <summary>Runs before those that count, until its just-in-time compiler has done most of its work.</summary>
    int WarmUpParts { get; }

    /// <summary>Runs cameras as fast as they are served.</summary>
    Task<SubjectRun> RunAsync(CameraPictures pictures, int cameras, TimeSpan duration);

    /// <summary>What it says of each picture, when one camera takes ten a second and no answer leans on the pictures before but that of the body.</summary>
    Task<IReadOnlyList<Answer>> AnswerAsync(CameraPictures pictures);
}
