using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Operations.Tests.Readiness;

/// <summary>Answers calls when it is told to.</summary>
internal sealed class HeldDetection : DetectionService.DetectionServiceBase
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a call has come.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Lets calls be answered.</summary>
    public void Release() => _released.TrySetResult();

    public override async Task<DetectResponse> Detect(DetectRequest request, ServerCallContext context)
    {
        _asked.TrySetResult();
        await _released.Task;
        return new DetectResponse();
    }
}
