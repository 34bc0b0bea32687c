using EmotionGrpc.FaceStream;
using EmotionGrpc.Hosting;

return await ServiceHost.RunAsync(() => FaceStreamHost.Build(args));
