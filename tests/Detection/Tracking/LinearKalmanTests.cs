using EmotionGrpc.Detection.Tracking;

namespace EmotionGrpc.Detection.Tests.Tracking;

public sealed class LinearKalmanTests
{
    [Fact]
    public void Update_EqualDeviations_MeetsHalfway()
    {
        var filter = new LinearKalman(10, 2, 0);

        filter.Update(20, 2);

        Assert.Equal(15, filter.Value, 9);
        Assert.Equal(Math.Sqrt(2), filter.Deviation, 9);
    }

    [Fact]
    public void Predict_NoNoise_SpreadsByVelocity()
    {
        var filter = new LinearKalman(0, 3, 4);

        filter.Predict(1, 0);

        Assert.Equal(5, filter.Deviation, 9);
    }

    [Fact]
    public void Predict_TwoShortSteps_EqualOneLongStep()
    {
        var (once, twice) = (new LinearKalman(5, 1, 2), new LinearKalman(5, 1, 2));
        once.Predict(0.4, 3);
        twice.Predict(0.1, 3);
        twice.Predict(0.3, 3);

        Assert.Equal(once.Deviation, twice.Deviation, 9);
        once.Update(7, 1);
        twice.Update(7, 1);
        Assert.Equal(once.Velocity, twice.Velocity, 9);
    }

    [Fact]
    public void Velocity_SteadyMovement_IsLearnt()
    {
        var filter = new LinearKalman(0, 1, 50);
        for (var i = 1; i <= 50; i++)
        {
            filter.Predict(0.04, 1);
            filter.Update(30 * 0.04 * i, 1);
        }

        Assert.Equal(30, filter.Velocity, 0.5);
    }
}
