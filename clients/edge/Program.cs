using EmotionGrpc.Edge.Commands;

return await EdgeProgram.RunAsync(args);
