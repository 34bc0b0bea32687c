using EmotionGrpc.Gateway;
using EmotionGrpc.Hosting;

return await ServiceHost.RunAsync(() => GatewayHost.Build(args));
