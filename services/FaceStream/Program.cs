using EmotionGrpc.FaceStream;
using EmotionGrpc.Hosting;

return await ServiceHost.RunAsync(args, () => FaceStreamHost.Build(args));
