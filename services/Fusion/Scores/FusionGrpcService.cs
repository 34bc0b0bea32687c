using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Scores;

/// <summary>Serves emotion.v1.FusionService: fusion alone, for those who bring their own pipeline.</summary>
internal sealed class FusionGrpcService(PolicyCatalog policies, IOptions<FusionServiceOptions> defaults, IHostApplicationLifetime lifetime)
    : FusionService.FusionServiceBase
{
    public override Task<FuseResponse> Fuse(FuseRequest request, ServerCallContext context)
    {
        var (policy, _, window) = SessionSettings.CheckFusion(request.Options, "options", policies, defaults.Value);
        var reader = new PersonScoresReader(request.LabelType);
        var readings = reader.Read(request.Persons);
        var response = new FuseResponse();
        if (reader.Labels is { } labels)
        {
            var fuser = new TrackFuser(new EmotionFuser(policy, labels), segments: 1, window);
            response.Emotions.AddRange(readings.Select(r => fuser.Update(r, DateTime.UnixEpoch, segment: true)));
        }

        return Task.FromResult(response);
    }

    public override async Task StreamFuse(
        IAsyncStreamReader<StreamFuseRequest> requestStream, IServerStreamWriter<StreamFuseResponse> responseStream, ServerCallContext context)
    {
        // Fusing takes microseconds: reading, fusing and writing in turn is the flow control that the caller sees.
        TrackFuser? fuser = null;
        PersonScoresReader? reader = null;
        var clock = new ScoreClock();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var (policy, segments, window) = (default(IFusionPolicy), 0, default(TimeSpan));
        while (await requestStream.MoveNext(ended.Token))
        {
            var request = requestStream.Current;
            if (reader is null)
            {
                (policy, segments, window) = SessionSettings.CheckFusion(request.Options, "options", policies, defaults.Value);
                reader = new PersonScoresReader(request.LabelType);
            }

            var time = clock.Check(request.CaptureTime);
            var readings = reader.Read(request.Persons);
            if (fuser is null && reader.Labels is { } labels)
                fuser = new TrackFuser(new EmotionFuser(policy!, labels), segments, window);
            var response = new StreamFuseResponse { Sequence = request.Sequence };
            if (fuser != null)
            {
                response.Emotions.AddRange(readings.Select(r => fuser.Update(r, time, segment: true)));
                fuser.End(request.EndedTrackIds);
            }

            await responseStream.WriteAsync(response);
        }
    }
}
