using System.Threading.RateLimiting;
using EmotionGrpc.Gateway.Audit;
using EmotionGrpc.Gateway.Forwarding;
using EmotionGrpc.Gateway.Limits;
using EmotionGrpc.Hosting.Sessions;

namespace EmotionGrpc.Gateway.Calls;

/// <summary>Holds every forwarded call to its limits and tells the audit log of it. What is over a limit is told before a service hears of the call.</summary>
internal sealed class CallMiddleware(Allowances allowances, OpenCalls calls, AuditLog audit, OpenSessions sessions, GatewayOptions options, TimeProvider time)
{
    // The one message of a single call, at 32 MiB over a slow line; a session's messages may take what they like.
    private static readonly TimeSpan s_requestWithin = TimeSpan.FromSeconds(60);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<Admitted>() is not { Rule: { } rule } admitted)
        {
            await GrpcReply.RefuseAsync(context, Refusal.NoSuchMethod(context.Request.Path));
            return;
        }

        using var rent = Rent(admitted.Caller, out var mine);
        var leases = new List<RateLimitLease>();
        try
        {
            if (Open(mine, leases) is { } refusal)
                await RefuseAsync(context, admitted, refusal);
            else
                await ForwardAsync(context, next, admitted, rule.ClientStreams, mine);
        }
        finally
        {
            leases.ForEach(lease => lease.Dispose());
        }
    }

    private static Refusal? Open(IEnumerable<Allowance> mine, List<RateLimitLease> leases)
    {
        foreach (var allowance in mine)
        {
            var refusal = allowance.TryOpen(out var lease);
            leases.Add(lease);
            if (refusal is not null)
                return refusal;
        }

        return null;
    }

    private IDisposable? Rent(Access.Caller caller, out IReadOnlyList<Allowance> mine)
    {
        if (caller.Limits is not { } limits)
        {
            mine = [allowances.Total];
            return null;
        }

        var rent = allowances.Rent(caller.Name, limits, out var own);
        mine = [own, allowances.Total];
        return rent;
    }

    private async Task ForwardAsync(HttpContext context, RequestDelegate next, Admitted admitted, bool streams, IReadOnlyList<Allowance> mine)
    {
        using var call = new OpenCall(context.Request.Path, admitted.Identity, admitted.Caller, context, time);
        var largest = admitted.Caller.Limits?.PictureBytes ?? options.MaximumMessageMebibytes * 1024 * 1024;
        await using var body = new MeteredBody(context.Request.Body, call, mine, largest, single: !streams);
        context.Features.Set(call);
        calls.Add(call);
        try
        {
            if (!streams)
            {
                call.RequestWithin = s_requestWithin;
                if (!await body.BeginMessageAsync(context.RequestAborted) && call.Refusal is { } refusal)
                {
                    await RefuseAsync(context, admitted, refusal);
                    return;
                }
            }

            context.Request.Body = body;
            using var stopping = streams ? sessions.Stopping.Register(() => call.End(Refusal.Stopping())) : default;
            if (streams)
                audit.Opened(call, context, calls.Count);
            try
            {
                await next(context);
            }
            finally
            {
                audit.Ended(call, context, calls.Count, streams);
            }
        }
        finally
        {
            calls.Remove(call);
        }
    }

    private Task RefuseAsync(HttpContext context, Admitted admitted, Refusal refusal)
    {
        audit.Refused(context, admitted.Identity, refusal);
        return GrpcReply.RefuseAsync(context, refusal);
    }
}
