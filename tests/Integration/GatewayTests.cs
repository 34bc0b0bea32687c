using System.Net;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;

namespace EmotionGrpc.Integration.Tests;

[Collection(SuiteCollection.Name)]
public sealed class GatewayTests(SuiteFixture suite)
{
    [Fact]
    public async Task Reflection_ListServices_TellsTheWholeSuite()
    {
        using var call = new ServerReflection.ServerReflectionClient(suite.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var names = call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name);
        Assert.Superset(
            new HashSet<string>
            {
                "emotion.v1.DetectionService", "emotion.v1.FaceStreamService", "emotion.v1.BodyStreamService",
                "emotion.v1.FusionService", "emotion.v1.RecognitionService", "grpc.health.v1.Health",
            },
            names.ToHashSet());
    }

    [Fact]
    public async Task Health_SuiteUp_Serves()
    {
        var answer = await new Health.HealthClient(suite.Channel).CheckAsync(new HealthCheckRequest());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
    }

    [Theory]
    [InlineData("/livez", 1)]
    [InlineData("/readyz", 1)]
    [InlineData("/metrics", 1)]
    [InlineData("/livez", 2)]
    [InlineData("/readyz", 2)]
    public async Task Operations_BothVersionsOfHttp_AnswerOnThePort(string path, int version)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, suite.Process.Address + path)
        {
            Version = new Version(version, version == 1 ? 1 : 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(request.Version, response.Version);
    }

    [Fact]
    public async Task EachService_ThroughTheGateway_Answers()
    {
        var face = await new FaceStreamService.FaceStreamServiceClient(suite.Channel).GetModelAsync(new FaceStreamServiceGetModelRequest());
        var body = await new BodyStreamService.BodyStreamServiceClient(suite.Channel).GetModelAsync(new BodyStreamServiceGetModelRequest());
        Assert.Equal(face.Model.Labels.Order(), body.Model.Labels.Order());
        var detect = await new DetectionService.DetectionServiceClient(suite.Channel).DetectAsync(new DetectRequest { Image = SampleFrames.Image(1) });
        Assert.NotNull(Assert.Single(detect.Detection.Persons).Face);
    }
}
