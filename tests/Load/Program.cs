using System.CommandLine;
using System.CommandLine.Invocation;
using EmotionGrpc.Load.Commands;

var root = new RootCommand("Puts load on the suite, which it starts, and tells what becomes of it.\n\nExit codes: 0 every frame was answered, 1 not, 2 wrong usage.")
{
    BenchCommand.Create(),
    PeersCommand.Create(),
    ScaleCommand.Create(),
    SimulateCommand.Create(),
    NodesCommand.Create(),
    ShedCommand.Create(),
    SoakCommand.Create(),
    TuneCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
{
    Console.Error.WriteLine(parsed.Errors[0].Message);
    return 2;
}

return await parsed.InvokeAsync();
