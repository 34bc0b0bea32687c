using EmotionGrpc.Fusion;
using EmotionGrpc.Hosting;

return await ServiceHost.RunAsync(() => FusionHost.Build(args));
