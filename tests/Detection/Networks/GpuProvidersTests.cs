using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Runtime;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Detection.Tests.Networks;

/// <summary>What ONNX Runtime is told about a GPU. That it takes it can only be seen on one.</summary>
public sealed class GpuProvidersTests
{
    [Fact]
    public void Cuda_Default_NamesTheFirstGpuAndNoLimit()
    {
        var settings = GpuProviders.Cuda(new GpuOptions());

        Assert.Equal("0", settings["device_id"]);
        Assert.DoesNotContain("gpu_mem_limit", settings.Keys);
    }

    [Fact]
    public void Cuda_DeviceAndLimit_AreTold()
    {
        var settings = GpuProviders.Cuda(new GpuOptions { Device = 3, MemoryMebibytes = 4096 });

        Assert.Equal(("3", "4294967296"), (settings["device_id"], settings["gpu_mem_limit"]));
    }

    [Theory]
    [InlineData(true, "1")]
    [InlineData(false, "0")]
    public void TensorRt_HalfPrecision_OnlyForNetworksThatHold(bool half, string expected) =>
        Assert.Equal(expected, GpuProviders.TensorRt(new GpuOptions(), half)["trt_fp16_enable"]);

    [Fact]
    public void TensorRt_EngineCache_IsKeptWhereItIsWanted()
    {
        Assert.DoesNotContain("trt_engine_cache_enable", GpuProviders.TensorRt(new GpuOptions(), half: true).Keys);

        var settings = GpuProviders.TensorRt(new GpuOptions { EngineCache = "/var/cache/emotion", MemoryMebibytes = 1 }, half: true);

        Assert.Equal(("1", "/var/cache/emotion"), (settings["trt_engine_cache_enable"], settings["trt_engine_cache_path"]));
        Assert.Equal("1048576", settings["trt_max_workspace_size"]);
    }

    [Theory]
    [InlineData("Device=64", "Models:Gpu:Device must lie between 0 and 63.")]
    [InlineData("MemoryMebibytes=-1", "Models:Gpu:MemoryMebibytes must lie between 0 and 1000000 (0: no limit).")]
    [InlineData("Instances=0", "Models:Gpu:Instances must lie between 1 and 8.")]
    public async Task Program_WrongSetting_SaysSoAndEnds(string setting, string sentence)
    {
        var (exitCode, _, error) = await ServiceProcess.RunAsync("Detection", $"--Models:Gpu:{setting}");

        Assert.Equal((1, sentence), (exitCode, error));
    }
}
