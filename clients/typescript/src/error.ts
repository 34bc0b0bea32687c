import { fromBinary } from "@bufbuild/protobuf";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";

/** Codes after which another attempt cannot help. */
const LASTING = new Set([
  Code.InvalidArgument, Code.FailedPrecondition, Code.Unimplemented, Code.PermissionDenied, Code.Unauthenticated, Code.NotFound, Code.OutOfRange,
]);

/** A session or a call has failed; the message is a sentence for people. */
export class EmotionError extends Error {
  override readonly name = "EmotionError";

  /**
   * @param code The server's status.
   * @param sentence What it says, without the code.
   * @param reason google.rpc.ErrorInfo.reason, a word for programs; empty when the server said none.
   * @param retryAfter google.rpc.RetryInfo, milliseconds to wait before another attempt.
   */
  constructor(
    readonly code: Code,
    readonly sentence: string,
    readonly reason = "",
    readonly retryAfter = 0,
  ) {
    super(`${sentence} (${Code[code]})`);
  }

  /** Whether another attempt can help. */
  get passing(): boolean {
    return !LASTING.has(this.code);
  }

  /** Reads what a call has failed with. */
  static from(failure: unknown): EmotionError {
    if (failure instanceof EmotionError) return failure;
    const error = ConnectError.from(failure);
    let reason = "";
    let retryAfter = 0;
    for (const detail of error.details) {
      if (!("type" in detail)) continue;
      // The two fields that matter are the first of their messages.
      if (detail.type === "google.rpc.ErrorInfo") reason = new TextDecoder().decode(firstField(detail.value));
      if (detail.type === "google.rpc.RetryInfo") {
        const delay = fromBinary(DurationSchema, firstField(detail.value));
        retryAfter = Number(delay.seconds) * 1000 + delay.nanos / 1e6;
      }
    }
    // An address that nobody listens at is no fault of the request, though Node's sentence lands under "internal".
    const code = error.code === Code.Internal && isBroken(error) ? Code.Unavailable : error.code;
    return new EmotionError(code, error.rawMessage, reason, retryAfter);
  }
}

function isBroken(error: ConnectError): boolean {
  const cause = error.cause;
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" && /^(E[A-Z]+|ERR_HTTP2_|ERR_STREAM_)/.test(cause.code);
}

function firstField(message: Uint8Array): Uint8Array {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === 1) return reader.bytes();
    reader.skip(type);
  }
  return new Uint8Array();
}
