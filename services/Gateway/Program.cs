using EmotionGrpc.Gateway;
using EmotionGrpc.Gateway.Commands;
using EmotionGrpc.Hosting;

return args is ["key", .. var rest]
    ? await KeyCommand.RunAsync(rest, TimeProvider.System)
    : await ServiceHost.RunAsync(args, () => GatewayHost.Build(args));
