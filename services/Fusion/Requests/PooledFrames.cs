using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Requests;

/// <summary>Binds RecognitionService so that the frames of sessions are read by <see cref="FrameReader"/>; all else as generated.</summary>
internal static class PooledFrames
{
    /// <summary>Called by ASP.NET Core for the service that names it, as the generated method would be.</summary>
    public static void BindService(ServiceBinderBase binder, RecognitionService.RecognitionServiceBase? service) =>
        RecognitionService.BindService(new Binder(binder), service);

    private sealed class Binder(ServiceBinderBase binder) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            binder.AddMethod(method, handler);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
            binder.AddMethod(method, handler);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            binder.AddMethod(method, handler);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            binder.AddMethod(method is Method<RecognizeRequest, TResponse> frames ? (Method<TRequest, TResponse>)(object)Pooled(frames) : method, handler);

        private static Method<RecognizeRequest, TResponse> Pooled<TResponse>(Method<RecognizeRequest, TResponse> method) => new(
            method.Type,
            method.ServiceName,
            method.Name,
            Marshallers.Create(method.RequestMarshaller.ContextualSerializer, context => FrameReader.Read(context.PayloadAsReadOnlySequence())),
            method.ResponseMarshaller);
    }
}
