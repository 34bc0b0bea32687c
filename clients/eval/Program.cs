using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.Eval.Media;
using OpenCvSharp;

// Pictures are read several at a time; OpenCV's own threads would only compete with that and with the suite.
Cv2.SetNumThreads(1);
DecoderLog.Silence();
return await EvalCommand.InvokeAsync(args);
