using EmotionGrpc.Gateway.Access;
using EmotionGrpc.Gateway.Calls;
using EmotionGrpc.Gateway.Limits;
using EmotionGrpc.TestSupport;
using Microsoft.AspNetCore.Http;

namespace EmotionGrpc.Gateway.Tests.Limits;

public sealed class OpenCallTests
{
    private static readonly CallerLimits s_limits = new(1, 1, 1024, 1024, TimeSpan.FromMinutes(10));

    private readonly ManualTime _time = new();

    [Fact]
    public void Check_SessionAge_EndsTheCall()
    {
        using var call = Call(new Caller("site", Scopes.All, s_limits, null, () => true));
        _time.Advance(TimeSpan.FromMinutes(10));
        call.Check();
        Assert.Null(call.Refusal);
        _time.Advance(TimeSpan.FromSeconds(1));
        call.Check();
        Assert.Equal("LIMIT_SESSION_AGE", call.Refusal?.Reason);
        Assert.True(call.Ended.IsCancellationRequested);
    }

    [Fact]
    public void Check_CredentialsExpire_EndsTheCall()
    {
        using var call = Call(new Caller("site", Scopes.All, s_limits, _time.GetUtcNow().AddMinutes(1), () => true));
        _time.Advance(TimeSpan.FromMinutes(1));
        call.Check();
        Assert.Equal("CREDENTIALS_ENDED", call.Refusal?.Reason);
    }

    [Fact]
    public void Check_RequestThatDoesNotCome_EndsTheCall()
    {
        using var call = Call(Caller.Anonymous);
        call.RequestWithin = TimeSpan.FromSeconds(60);
        _time.Advance(TimeSpan.FromSeconds(61));
        call.Check();
        Assert.Equal("REQUEST_TOO_SLOW", call.Refusal?.Reason);
    }

    [Fact]
    public void Check_CallThatIsOver_IsLeftAlone()
    {
        var call = Call(new Caller("site", Scopes.All, s_limits, null, () => false));
        call.Dispose();
        call.Check();
        Assert.Null(call.Refusal);
    }

    [Fact]
    public void Check_Anonymous_HasNoEnd()
    {
        using var call = Call(Caller.Anonymous);
        _time.Advance(TimeSpan.FromDays(1000));
        call.Check();
        Assert.Null(call.Refusal);
    }

    private OpenCall Call(Caller caller) => new("/emotion.v1.RecognitionService/Recognize", caller.Name, caller, new DefaultHttpContext(), _time);
}
