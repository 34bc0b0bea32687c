using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>Picks out of what detection found what a stream wants of a person. A crop has one holder more then: whoever the stream is asks for the sample.</summary>
internal static class PersonSample
{
    public static StreamSample[] Of(IReadOnlyList<Person> persons, SampleSpec wants, Frame frame)
    {
        var samples = new StreamSample[persons.Count];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = Of(persons[i], wants, frame);
        return samples;
    }

    public static StreamSample Of(Person person, SampleSpec wants, Frame frame)
    {
        var sample = new Sample { TrackId = person.TrackId, Sequence = frame.Sequence, CaptureTime = frame.CaptureTime };
        if (wants.Keypoints)
            sample.Keypoints.AddRange(person.Keypoints);
        var crop = wants.Crop is { } spec ? Find(person, spec) : null;
        sample.Crop = crop?.Image;
        PooledBytes.Keep(sample.Crop?.Data);
        return new StreamSample(sample, crop?.Region ?? []);
    }

    private static Crop? Find(Person person, CropSpec spec)
    {
        for (var i = 0; i < person.Crops.Count; i++)
        {
            if (person.Crops[i] is var crop && crop.Kind == spec.Kind && Fits(crop, spec))
                return crop;
        }

        return null;
    }

    private static bool Fits(Crop crop, CropSpec spec) =>
        crop.Image is { } image && image.Width == spec.Width && image.Height == spec.Height && image.Format == spec.Format;
}
