using EmotionGrpc.Edge.Report;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Tests.Report;

public sealed class StageTableTests
{
    [Fact]
    public void Summarize_Hundred_HasMeanAnd95PercentAndTheTotalLast()
    {
        var table = new StageTable();
        for (var i = 1; i <= 100; i++)
        {
            table.Add([
                new StageTime { Stage = "total", Milliseconds = 2 * i, ModelMilliseconds = i },
                new StageTime { Stage = "pose", Milliseconds = i, ModelMilliseconds = 3 },
            ]);
        }

        var stages = table.Summarize();

        Assert.Equal(new StageSummary("pose", 100, 50.5, 95, 3, 3), stages[0]);
        Assert.Equal(new StageSummary("total", 100, 101, 190, 50.5, 95), stages[1]);
    }
}
