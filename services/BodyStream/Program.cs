using EmotionGrpc.BodyStream;
using EmotionGrpc.Hosting;

return await ServiceHost.RunAsync(args, () => BodyStreamHost.Build(args));
