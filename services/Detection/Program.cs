using EmotionGrpc.Detection;
using EmotionGrpc.Hosting;

return await ServiceHost.RunAsync(args, () => DetectionHost.Build(args));
