using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Saved;

namespace EmotionGrpc.Detection.Tracking;

/// <summary>Where a person's box is and goes: centre, aspect and height, each with constant velocity. Noise is in shares of the height, as in SORT.</summary>
internal sealed class BoxKalman
{
    private const double Position = 0.05;
    private const double InitialVelocity = 0.5;
    private const double Acceleration = 1.5;
    private const double Aspect = 0.1;
    private const double AspectAcceleration = 0.3;

    private LinearKalman _x;
    private LinearKalman _y;
    private LinearKalman _aspect;
    private LinearKalman _height;

    public BoxKalman(BoundingBox box) => Reset(box);

    /// <param name="saved">What <see cref="Save"/> gave.</param>
    public BoxKalman(IReadOnlyList<SavedFilter> saved)
    {
        _x = LinearKalman.Load(saved[0]);
        _y = LinearKalman.Load(saved[1]);
        _aspect = LinearKalman.Load(saved[2]);
        _height = LinearKalman.Load(saved[3]);
    }

    public BoundingBox Box
    {
        get
        {
            var height = Math.Max(1, _height.Value);
            return BoundingBox.FromCenter((float)_x.Value, (float)_y.Value, (float)(Math.Max(0.05, _aspect.Value) * height), (float)height);
        }
    }

    /// <summary>Pixels per second.</summary>
    public (double X, double Y) Velocity => (_x.Velocity, _y.Velocity);

    /// <summary>The four filters.</summary>
    public SavedFilter[] Save() => [_x.Save(), _y.Save(), _aspect.Save(), _height.Save()];

    /// <summary>Begins anew, at rest: when a box of another part of the person takes over.</summary>
    public void Reset(BoundingBox box)
    {
        double height = Math.Max(1, box.Height);
        _x = new LinearKalman(box.CenterX, Position * height, InitialVelocity * height);
        _y = new LinearKalman(box.CenterY, Position * height, InitialVelocity * height);
        _aspect = new LinearKalman(box.Width / height, Aspect, Aspect);
        _height = new LinearKalman(height, Position * height, InitialVelocity * height / 4);
    }

    public void Predict(double seconds)
    {
        var height = Math.Max(1, _height.Value);
        _x.Predict(seconds, Acceleration * height);
        _y.Predict(seconds, Acceleration * height);
        _aspect.Predict(seconds, AspectAcceleration);
        _height.Predict(seconds, Acceleration * height / 4);
    }

    public void Update(BoundingBox box)
    {
        double height = Math.Max(1, box.Height);
        UpdateCenter(box);
        _aspect.Update(box.Width / height, Aspect);
        _height.Update(height, Position * height);
    }

    /// <summary>Takes in where the box is, not how large: when only a part of the person was seen.</summary>
    public void UpdateCenter(BoundingBox box)
    {
        var deviation = Position * Math.Max(1, box.Height);
        _x.Update(box.CenterX, deviation);
        _y.Update(box.CenterY, deviation);
    }
}
