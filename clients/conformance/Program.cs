using EmotionGrpc.Conformance.CommandLine;

return await ConformanceCommand.InvokeAsync(args);
