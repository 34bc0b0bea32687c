using EmotionGrpc.Fusion;
using EmotionGrpc.Hosting;

return await ServiceHost.RunAsync(args, () => FusionHost.Build(args));
