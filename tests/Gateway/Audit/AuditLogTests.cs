using EmotionGrpc.Gateway.Audit;
using EmotionGrpc.Gateway.Limits;
using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.TestSupport;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Gateway.Tests.Audit;

public sealed class AuditLogTests
{
    [Fact]
    public void Refused_ManyInASecond_AreCountedInsteadOfTold()
    {
        using var lines = new LogLines();
        using var loggers = LoggerFactory.Create(b => b.AddProvider(lines));
        var time = new ManualTime();
        var audit = new AuditLog(loggers, time);
        for (var i = 0; i < 50; i++)
            audit.Refused(new DefaultHttpContext(), null, Refusal.WrongKey());
        Assert.Equal(20, lines.All.Count);
        time.Advance(TimeSpan.FromSeconds(1));
        audit.Refused(new DefaultHttpContext(), null, Refusal.WrongKey());
        Assert.Equal("EmotionGrpc.Audit: 30 more calls were refused.", lines.All.ElementAt(20));
        Assert.Equal(22, lines.All.Count);
    }

    [Fact]
    public void Refused_PathWithLineBreaks_IsOneShortLine()
    {
        using var lines = new LogLines();
        using var loggers = LoggerFactory.Create(b => b.AddProvider(lines));
        var context = new DefaultHttpContext { Request = { Path = "/a\r\nEmotionGrpc.Audit: admin opened everything" + new string('x', 1000) } };
        new AuditLog(loggers, new ManualTime()).Refused(context, null, Refusal.WrongKey());
        var line = Assert.Single(lines.All);
        Assert.DoesNotContain('\n', line);
        Assert.True(line.Length < 200);
    }
}
