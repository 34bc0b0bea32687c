using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Scores;

/// <summary>Checks scores that come from outside and puts them into one order of labels.</summary>
internal sealed class PersonScoresReader(LabelType type)
{
    private readonly LabelType _type = type == LabelType.Unspecified ? LabelType.Single : type;

    /// <summary>The labels, set by the first request that has any.</summary>
    public LabelSet? Labels { get; private set; }

    /// <summary>Reads the persons of a request.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT naming the field.</exception>
    public IReadOnlyList<PersonReading> Read(IReadOnlyList<PersonScores> persons)
    {
        if (_type is not (LabelType.Single or LabelType.Multi))
            throw GrpcError.InvalidArgument("label_type", $"The label type {(int)_type} is not known; allowed are LABEL_TYPE_SINGLE and LABEL_TYPE_MULTI.");
        Labels ??= Meet(persons);
        var seen = new HashSet<uint>();
        var readings = new PersonReading[persons.Count];
        for (var i = 0; i < readings.Length; i++)
        {
            if (!seen.Add(persons[i].TrackId))
                throw GrpcError.InvalidArgument($"persons[{i}].track_id", $"The track {persons[i].TrackId} stands twice in one request.");
            readings[i] = ReadPerson(persons[i], $"persons[{i}]");
        }

        return readings;
    }

    private LabelSet? Meet(IReadOnlyList<PersonScores> persons)
    {
        var models = persons.SelectMany(p => p.Streams)
            .Where(s => s.Labels.Count > 0)
            .DistinctBy(s => s.Stream)
            .OrderBy(s => s.Stream)
            .Select(s => new Model { Labels = { s.Labels }, LabelType = _type, Version = new ModelVersion { Name = s.Stream.ToString() } })
            .ToArray();
        if (models.Length == 0)
            return null;
        try
        {
            return LabelSet.Meet(models);
        }
        catch (TaxonomyException e)
        {
            throw GrpcError.InvalidArgument("persons.streams.labels", e.Message);
        }
    }

    private PersonReading ReadPerson(PersonScores person, string path)
    {
        var readings = new List<StreamReading>();
        for (var i = 0; i < person.Streams.Count; i++)
        {
            var stream = person.Streams[i];
            if (stream.Stream is not (StreamKind.Face or StreamKind.Body))
                throw GrpcError.InvalidArgument($"{path}.streams[{i}].stream", $"The stream {(int)stream.Stream} is not known; allowed are STREAM_KIND_FACE and STREAM_KIND_BODY.");
            if (readings.Any(r => r.Stream == stream.Stream))
                throw GrpcError.InvalidArgument($"{path}.streams[{i}].stream", $"The stream {stream.Stream} stands twice for one person.");
            readings.Add(ReadStream(stream, $"{path}.streams[{i}]"));
        }

        return new PersonReading(person.TrackId, readings, person.Visibility ?? new Visibility { KeypointVisibility = 1 });
    }

    private StreamReading ReadStream(StreamScores stream, string path)
    {
        if (stream.OutcomeCase == StreamScores.OutcomeOneofCase.Absence)
            return new StreamReading(stream.Stream, null, stream.Absence, stream.Model);
        if (stream.OutcomeCase != StreamScores.OutcomeOneofCase.Logits)
            throw GrpcError.InvalidArgument(path, "A stream needs either logits or an absence.");
        if (Labels is null)
            throw GrpcError.InvalidArgument($"{path}.labels", "The stream has logits and no labels; it needs one label per logit.");
        try
        {
            var alignment = LabelAlignment.Create(Labels, stream.Labels, _type, stream.Stream.ToString());
            return alignment.Align(stream.Logits.Values) is { } aligned
                ? new StreamReading(stream.Stream, aligned, null, stream.Model)
                : throw GrpcError.InvalidArgument($"{path}.logits", $"The stream has {stream.Labels.Count} labels and {stream.Logits.Values.Count} logits; it needs one finite logit per label.");
        }
        catch (TaxonomyException e)
        {
            throw GrpcError.InvalidArgument($"{path}.labels", e.Message);
        }
    }
}
