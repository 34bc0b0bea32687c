using EmotionGrpc.BodyStream;
using EmotionGrpc.Hosting;

return await ServiceHost.RunAsync(() => BodyStreamHost.Build(args));
