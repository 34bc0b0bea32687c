using EmotionGrpc.Eval.CommandLine;
using Grpc.Core;

namespace EmotionGrpc.Eval.Suite;

/// <summary>Says in one sentence why a call failed.</summary>
internal static class CallFault
{
    public static (ExitCode ExitCode, string Sentence) Explain(RpcException exception, Uri server) => exception.StatusCode switch
    {
        StatusCode.Unavailable => (
            ExitCode.Unreachable,
            $"The suite at {server} does not answer ({Detail(exception)}); start it with ./emotion up, or give --server the address of one that runs."),
        StatusCode.Unimplemented => (
            ExitCode.Unreachable,
            $"What runs at {server} does not serve this call ({Detail(exception)}); --server must be the gateway of a suite that runs every service."),
        _ => (ExitCode.Failed, $"The suite at {server} answered {exception.StatusCode}: {Detail(exception)}."),
    };

    /// <summary>Whether the suite refused this one input, so that the next may go well.</summary>
    public static bool RefusesInput(RpcException exception) =>
        exception.StatusCode is StatusCode.InvalidArgument or StatusCode.ResourceExhausted;

    /// <summary>The status' own words, without a full stop at the end.</summary>
    public static string Detail(RpcException exception) => exception.Status.Detail.TrimEnd('.', ' ');
}
