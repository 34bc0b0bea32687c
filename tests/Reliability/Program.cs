using System.CommandLine;
using System.CommandLine.Invocation;
using EmotionGrpc.Reliability;

var parsed = ChaosCommand.Create().Parse(args);
if (parsed.Action is ParseErrorAction)
{
    Console.Error.WriteLine(parsed.Errors[0].Message);
    return 2;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
