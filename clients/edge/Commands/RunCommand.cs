using System.CommandLine;
using EmotionGrpc.Edge.Unattended;

namespace EmotionGrpc.Edge.Commands;

/// <summary><c>emotion-edge run</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Option<string?>("--config") { Description = "JSON file with Server, Cameras and so on; README.md tells the keys.", HelpName = "FILE.json" };
        var server = new Option<string?>("--server") { Description = "Address of the server, over that of the file.", HelpName = "URL" };
        var record = new Option<string?>("--record") { Description = "Folder that keeps results, one file of JSON lines for each camera, never frames.", HelpName = "DIR" };
        var command = new Command(
            "run",
            $"""
            Streams several cameras unattended: opens them again when they end or give no frames, waits for the server, and tells what happens as JSON lines.

            Every key of the file can be set in the environment too: {UnattendedConfiguration.VariablePrefix}Server, {UnattendedConfiguration.VariablePrefix}Cameras__0__Source. A key for the server is read from EMOTION_API_KEY.

            Exit codes: 0 stopped, 1 failed, 2 wrong usage or configuration.
            """)
        {
            file, server, record,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var overrides = new Dictionary<string, string?> { [nameof(UnattendedOptions.Server)] = parsed.GetValue(server), [nameof(UnattendedOptions.Record)] = parsed.GetValue(record) };
            return await UnattendedProgram.RunAsync(UnattendedConfiguration.Read(parsed.GetValue(file), overrides), cancellationToken);
        });
        return command;
    }
}
