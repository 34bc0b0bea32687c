using EmotionGrpc.Detection;
using EmotionGrpc.Hosting;

return await ServiceHost.RunAsync(() => DetectionHost.Build(args));
