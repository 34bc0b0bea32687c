using System.CommandLine;
using System.CommandLine.Invocation;
using EmotionGrpc.Benchmarks.Edge;
using EmotionGrpc.Benchmarks.Micro;
using EmotionGrpc.Benchmarks.Models;
using EmotionGrpc.Inference.Models;

var root = new RootCommand("Measures how long things take on this machine.\n\nExit codes: 0 done, 1 failed, 2 wrong usage.") { ModelCommand.Create(), EdgeCommand.Create(), MicroCommand.Create() };
var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
{
    Console.Error.WriteLine(parsed.Errors[0].Message);
    return 2;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (ModelException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
