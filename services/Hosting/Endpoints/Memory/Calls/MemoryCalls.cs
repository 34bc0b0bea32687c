using EmotionGrpc.Hosting.Errors;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EmotionGrpc.Hosting.Endpoints.Memory.Calls;

/// <summary>Methods of a service that are called within the process by messages, without the bytes of HTTP/2 between: those that stream both ways, as sessions do.</summary>
internal sealed class MemoryCalls
{
    private readonly List<Action<ServiceBinderBase>> _binds = [];
    private readonly Lazy<IReadOnlyDictionary<string, Delegate>> _methods;
    private readonly Lazy<ErrorInterceptor> _errors;

    public MemoryCalls(IServiceProvider services)
    {
        _methods = new(Bind);
        _errors = new(() => ActivatorUtilities.CreateInstance<ErrorInterceptor>(services));
    }

    /// <summary>Adds a service; it is created with the first call.</summary>
    public void Add(Action<ServiceBinderBase> bind) => _binds.Add(bind);

    /// <summary>Begins a call.</summary>
    /// <returns>Null: the service has no such method.</returns>
    public AsyncDuplexStreamingCall<TRequest, TResponse>? Begin<TRequest, TResponse>(Method<TRequest, TResponse> method, CallOptions options)
        where TRequest : class
        where TResponse : class =>
        _methods.Value.TryGetValue(method.FullName, out var found) && found is DuplexStreamingServerMethod<TRequest, TResponse> handler
            ? new MemoryCall<TRequest, TResponse>(method.FullName, options, handler, _errors.Value).Begin()
            : null;

    private Dictionary<string, Delegate> Bind()
    {
        var binder = new Binder();
        foreach (var bind in _binds)
            bind(binder);
        return binder.Methods;
    }

    private sealed class Binder : ServiceBinderBase
    {
        public Dictionary<string, Delegate> Methods { get; } = new(StringComparer.Ordinal);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        {
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        {
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        {
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        {
            if (handler is not null)
                Methods.Add(method.FullName, handler);
        }
    }
}
