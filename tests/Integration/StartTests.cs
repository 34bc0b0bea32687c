using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Integration.Tests;

/// <summary>A wrong setting stops the start with one sentence that names the key and what is allowed.</summary>
public sealed class StartTests
{
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "Gateway", "--Gateway:Listen=nowhere", "Gateway:Listen is not an address; allowed are" },
        { "Gateway", "--Gateway:Fusion=nowhere", "Gateway:Fusion has 'nowhere', which is not an address; allowed are" },
        { "Gateway", "--Gateway:Fuson=http://127.0.0.1:1", "There is no setting Gateway:Fuson; allowed in Gateway are" },
        { "Fusion", "--Secrets:Directory=/nowhere", "Secrets:Directory is '/nowhere', and there is no such folder" },
        { "Fusion", "--Fusion:Policy=best", "Fusion:Policy must be one of average, maximum, occlusion-aware." },
        { "Fusion", "--Fusion:Segments=0", "Fusion:Segments must lie between 1 and 64." },
        { "Fusion", "--Fusion:OcclusionAware:Least=2", "Fusion:OcclusionAware:Least must lie between 0.0001 and 1." },
        { "Fusion", "--Fusion:OcclusionAware:Scale=product", "Fusion:OcclusionAware:Scale must be one of sum, mean." },
        { "Fusion", "--Fusion:OcclusionAware:Body=1", "Fusion:OcclusionAware:Body has '1'; a table is written as pairs of a measure and a weight" },
        { "Fusion", "--Fusion:OcclusionAware:File=/nowhere.json", "Fusion:OcclusionAware:File is '/nowhere.json', and there is no file /nowhere.json" },
        { "Fusion", "--Fusion:ResumeKeys=secret", "Fusion:ResumeKeys has no proper id at place 1; allowed are keys as ID:BASE64" },
        { "Fusion", "--Fusion:ResumeMinutes=0", "Fusion:ResumeMinutes must lie between 1 and 1440." },
        { "Fusion", "--Fusion:MaximumSessionMinutes=0", "Fusion:MaximumSessionMinutes must lie between 0.01 and 10080." },
        { "Fusion", "--Fusion:Detection=nowhere", "Fusion:Detection has 'nowhere', which is not an address; allowed are" },
        { "Fusion", "--Fusion:Canary:Percent=101", "Fusion:Canary:Percent must lie between 0 and 100." },
        { "Fusion", "--Fusion:Canary:FaceStream=nowhere", "Fusion:Canary:FaceStream has 'nowhere', which is not an address; allowed are" },
        { "Fusion", "--Fusion:Canary:Share=5", "There is no setting Fusion:Canary:Share; allowed in Fusion:Canary are BodyStream, FaceStream, Percent." },
        { "Fusion", "--Fusion:Shadow:SummarySeconds=0", "Fusion:Shadow:SummarySeconds must lie between 1 and 86400." },
        { "Fusion", "--Fusion:Shadow:BodyStream=nowhere", "Fusion:Shadow:BodyStream has 'nowhere', which is not an address; allowed are" },
        { "Detection", "--Models:Provider=cuda", "Models:Provider is 'cuda', and this build of ONNX Runtime has no CUDAExecutionProvider" },
        { "Detection", "--Models:Provider=gpu", "Models:Provider must be one of cpu, cuda, tensorrt." },
        { "Detection", "--Models:Directory=/nowhere", "Models:Directory is '/nowhere', and there is no such folder" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Start_WrongSetting_StopsWithOneSentence(string service, string setting, string sentence)
    {
        var (exitCode, written, error) = await ServiceProcess.RunAsync(service, setting);
        var output = written + error;
        Assert.Equal(1, exitCode);
        Assert.Contains(sentence, output);
        Assert.DoesNotContain("   at ", output);
        Assert.Single(output.Trim().Split('\n'));
    }
}
