using EmotionGrpc.Standalone;

return await Suite.RunAsync(args);
