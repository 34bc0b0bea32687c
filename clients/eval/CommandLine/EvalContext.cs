using EmotionGrpc.Eval.Output;
using EmotionGrpc.Eval.Suite;

namespace EmotionGrpc.Eval.CommandLine;

/// <summary>What a command works with: the suite, where its report goes, and where its items go (null: nowhere).</summary>
internal sealed record EvalContext(SuiteClient Suite, Report Report, ItemWriter? Items);
