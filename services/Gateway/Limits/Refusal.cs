using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace EmotionGrpc.Gateway.Limits;

/// <summary>Why a call is refused, in gRPC's terms.</summary>
/// <param name="Code">The gRPC code.</param>
/// <param name="Reason">UPPER_SNAKE_CASE word for programs, and for the audit log.</param>
/// <param name="Message">The sentence for people.</param>
internal sealed record Refusal(Code Code, string Reason, string Message)
{
    private const string Domain = "emotion.v1";

    /// <summary>When to try again; null: it would be refused again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whose limit was met and which, for google.rpc.QuotaFailure; null: none was.</summary>
    public (string Subject, string Limit)? Quota { get; init; }

    /// <summary>The HTTP status for those who do not speak gRPC.</summary>
    public int HttpStatus => Code switch
    {
        Code.Unauthenticated => StatusCodes.Status401Unauthorized,
        Code.PermissionDenied => StatusCodes.Status403Forbidden,
        Code.InvalidArgument => StatusCodes.Status400BadRequest,
        Code.Unimplemented => StatusCodes.Status404NotFound,
        Code.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    public static Refusal NoCredentials(string wanted) => new(Code.Unauthenticated, "CREDENTIALS_MISSING", $"Credentials are missing: {wanted}.");

    public static Refusal WrongKey() => new(Code.Unauthenticated, "KEY_UNKNOWN", "The key is not known.");

    public static Refusal KeyExpired(string name) => new(Code.Unauthenticated, "KEY_EXPIRED", $"The key {name} has expired.");

    public static Refusal WrongToken(bool expired) => expired
        ? new(Code.Unauthenticated, "TOKEN_EXPIRED", "The token has expired.")
        : new(Code.Unauthenticated, "TOKEN_INVALID", "The token is not valid here.");

    public static Refusal AuthorityUnreachable() =>
        new(Code.Unavailable, "AUTHORITY_UNREACHABLE", "Tokens cannot be checked now; try again.") { RetryAfter = TimeSpan.FromSeconds(5) };

    public static Refusal CredentialsEnded() => new(Code.Unauthenticated, "CREDENTIALS_ENDED", "The credentials that opened this call have expired or were withdrawn.");

    public static Refusal ScopeMissing(string caller, string scope) => new(Code.PermissionDenied, "SCOPE_MISSING", $"{caller} has not the scope {scope}.");

    public static Refusal WrongCamera(string header, string allowed) => new(Code.InvalidArgument, "CAMERA_INVALID", $"{header} is not a name; {allowed}.");

    public static Refusal NoSuchMethod(string path) => new(Code.Unimplemented, "METHOD_UNKNOWN", $"There is no method {path}.");

    public static Refusal WrongHost() => new(
        Code.PermissionDenied, "HOST_FOREIGN", "Without credentials only calls to localhost, 127.0.0.1 and [::1] are answered.");

    public static Refusal TooSlow(TimeSpan patience) => new(
        Code.DeadlineExceeded, "REQUEST_TOO_SLOW", $"The request was not here within {patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.");

    public static Refusal TooMany(string subject, int sessions) => Exhausted(
        subject, "SESSIONS", $"{subject} has {sessions} calls open, and may have no more.", TimeSpan.FromSeconds(5));

    public static Refusal TooFast(string subject, string limit, string unit, int perSecond, TimeSpan retryAfter) => Exhausted(
        subject, limit, $"{subject} may send {perSecond} {unit} a second.", retryAfter);

    public static Refusal TooLarge(string subject, long bytes, int allowed) => Exhausted(
        subject, "PICTURE_BYTES", $"The message has {bytes} bytes, and {subject} may send {allowed} in one.", null);

    public static Refusal TooOld(string subject, TimeSpan age) => Exhausted(
        subject, "SESSION_AGE", $"A session of {subject} may last {age.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes; open a new one.", TimeSpan.FromSeconds(1));

    public static Refusal Stopping() => new(Code.Unavailable, "GATEWAY_STOPPING", "The gateway is stopping; open a session elsewhere, or here when it is back.") { RetryAfter = TimeSpan.FromMilliseconds(200) };

    /// <summary>As google.rpc.Status with its details.</summary>
    public Google.Rpc.Status ToStatus()
    {
        var status = new Google.Rpc.Status { Code = (int)Code, Message = Message };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = Reason, Domain = Domain }));
        if (Quota is var (subject, limit))
        {
            status.Details.Add(Any.Pack(new QuotaFailure
            {
                Violations = { new QuotaFailure.Types.Violation { Subject = subject, Description = limit } },
            }));
        }

        if (RetryAfter is { } delay)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        return status;
    }

    private static Refusal Exhausted(string subject, string limit, string message, TimeSpan? retryAfter) =>
        new(Code.ResourceExhausted, $"LIMIT_{limit}", message) { RetryAfter = retryAfter, Quota = (subject, limit) };
}
