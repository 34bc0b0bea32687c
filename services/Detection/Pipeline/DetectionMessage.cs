using EmotionGrpc.Detection.Crops;
using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.V1;
using Google.Protobuf.Collections;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>Turns findings into what the contract says.</summary>
internal sealed class DetectionMessage(CropCutter cutter)
{
    /// <summary>Builds the message and cuts the crops.</summary>
    /// <param name="findings">The frame.</param>
    /// <param name="persons">The persons to report, each with its track id or 0.</param>
    /// <param name="endedTrackIds">Tracks that ended with this frame.</param>
    /// <param name="specs">Crops, checked before.</param>
    public V1.Detection Build(
        FrameFindings findings, IReadOnlyList<(FoundPerson Person, uint TrackId)> persons, IReadOnlyList<uint> endedTrackIds, IReadOnlyList<CropSpec> specs)
    {
        findings.Clock.Start();
        var detection = new V1.Detection { Width = (uint)findings.Decoded.Whole.Width, Height = (uint)findings.Decoded.Whole.Height };
        detection.Persons.Capacity = persons.Count;
        for (var i = 0; i < persons.Count; i++)
        {
            var message = ToMessage(persons[i].Person, persons[i].TrackId);
            AddCrops(message, findings.Frame, persons[i].Person, specs);
            PersonScale.Enlarge(message, findings.Decoded);
            Insert(detection.Persons, message);
        }

        if (specs.Count > 0)
            findings.Clock.Finish("crop");
        detection.EndedTrackIds.AddRange(endedTrackIds);
        Add(detection.Models, findings.Models);
        Add(detection.Times, findings.Clock.Times);
        return detection;
    }

    /// <summary>Puts a person where the best come first; of equals, whoever was there before.</summary>
    private static void Insert(RepeatedField<Person> persons, Person person)
    {
        var place = persons.Count;
        while (place > 0 && persons[place - 1].Score < person.Score)
            place--;
        persons.Insert(place, person);
    }

    // AddRange would enumerate the items to look for nulls.
    private static void Add<T>(RepeatedField<T> field, IReadOnlyList<T> items)
    {
        field.Capacity = items.Count;
        for (var i = 0; i < items.Count; i++)
            field.Add(items[i]);
    }

    private void AddCrops(Person message, Mat frame, FoundPerson person, IReadOnlyList<CropSpec> specs)
    {
        message.Crops.Capacity = specs.Count;
        for (var i = 0; i < specs.Count; i++)
        {
            if (cutter.Cut(frame, person, specs[i]) is { } crop)
                message.Crops.Add(crop);
        }
    }

    private static Person ToMessage(FoundPerson person, uint trackId)
    {
        var message = new Person { TrackId = trackId, Box = person.Box.ToMessage(), Score = person.Score };
        if (person.Pose is { } pose)
        {
            message.Keypoints.Capacity = JointIndex.Count;
            for (var i = 0; i < JointIndex.Count; i++)
            {
                var joint = pose.Joints[i];
                message.Keypoints.Add(new Keypoint { Name = (KeypointName)(i + 1), X = joint.X, Y = joint.Y, Score = joint.Score });
            }
        }

        if (person.Face is { } face)
            message.Face = ToMessage(face, person.Mask);
        return message;
    }

    private static Face ToMessage(DetectedFace face, Mask? mask)
    {
        var message = new Face { Box = face.Box.ToMessage(), Score = face.Score, Mask = mask };
        message.Landmarks.Capacity = DetectedFace.LandmarkCount;
        for (var i = 0; i < DetectedFace.LandmarkCount; i++)
        {
            var point = face.Landmarks[i];
            message.Landmarks.Add(new FaceLandmark { Name = (FaceLandmarkName)(i + 1), Point = point.ToMessage() });
        }

        return message;
    }
}
