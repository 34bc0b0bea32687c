using EmotionGrpc.Gateway.Audit;
using EmotionGrpc.Gateway.Calls;
using EmotionGrpc.Gateway.Forwarding;
using EmotionGrpc.Gateway.Limits;
using Microsoft.AspNetCore.Authorization;

namespace EmotionGrpc.Gateway.Access;

/// <summary>
/// Lets in who may come in. Closed unless opened: only endpoints that say so (<see cref="IAllowAnonymous"/>: liveness, readiness, grpc.health.v1) are
/// answered without credentials; a method asks for its scope, metrics for admin, everything else for any valid credentials.
/// </summary>
internal sealed class AccessMiddleware(CallerFinder finder, AuditLog audit)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        var (caller, refusal) = await finder.FindAsync(context);
        if (caller is not null)
            refusal = Admit(context, caller);
        if (refusal is null)
        {
            await next(context);
            return;
        }

        audit.Refused(context, caller?.Name, refusal);
        await GrpcReply.RefuseAsync(context, refusal);
    }

    private static Refusal? Admit(HttpContext context, Caller caller)
    {
        var rule = AccessRules.Find(context.Request.Path);
        var wanted = rule?.Scope ?? (context.Request.Path.StartsWithSegments(AccessRules.MetricsPath) ? Scopes.Admin : Scopes.None);
        if (!caller.Scopes.HasFlag(wanted))
            return Refusal.ScopeMissing(caller.Name, ScopeNames.Of(wanted));
        string? camera = context.Request.Headers[Identity.CameraHeader];
        if (camera is not null && !Identity.IsName(camera))
            return Refusal.WrongCamera(Identity.CameraHeader, Identity.Allowed);
        context.Features.Set(new Admitted(caller, Identity.Of(caller, camera), rule));
        return null;
    }
}
