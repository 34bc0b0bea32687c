using EmotionGrpc.Fuzz;

return await FuzzCommand.Create().Parse(args).InvokeAsync();
