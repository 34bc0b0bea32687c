import { create } from "@bufbuild/protobuf";
import { DropReason as Reason, type FrameResult, type RecognizeResponse, RecognizeResponseSchema } from "./gen/emotion/v1/recognition_pb.js";
import type { FrameError } from "./gen/emotion/v1/detection_pb.js";

/** Who dropped a frame: the server, and it said so; this client, by its own choice; nobody, the connection broke. */
export type DropSide = "server" | "client" | "link";

/**
 * Why a frame got no result.
 * - `superseded`: the server had a newer frame before this one's turn came
 * - `expired`: it waited at the server longer than its time to live
 * - `session ended`: the server's session ended before its turn came
 * - `connection lost`: the connection broke and the frame could not be sent again
 * - `link busy`: a newer frame was offered here before the link had taken this one
 * - `unspecified`: the server did not say
 */
export type DropReason = "superseded" | "expired" | "session ended" | "connection lost" | "link busy" | "unspecified";

/** The emotions of a frame. */
export interface ResultAnswer {
  readonly kind: "result";
  readonly sequence: bigint;
  readonly result: FrameResult;
  /** The server's name of the session. */
  readonly sessionId: string;
  /** Milliseconds from handing the frame over to its answer. */
  readonly age: number;
}

/** A frame that gets no result. */
export interface DroppedAnswer {
  readonly kind: "dropped";
  readonly sequence: bigint;
  readonly reason: DropReason;
  readonly age: number;
}

/** A frame that was not usable; the session lives on. */
export interface ErrorAnswer {
  readonly kind: "error";
  readonly sequence: bigint;
  readonly error: FrameError;
  readonly age: number;
}

/** What a session says to a frame: exactly one of these. */
export type Answer = ResultAnswer | DroppedAnswer | ErrorAnswer;

/** Who drops frames for a reason. */
export function dropSide(reason: DropReason): DropSide {
  return reason === "connection lost" ? "link" : reason === "link busy" ? "client" : "server";
}

/** What a server's reason is called here. */
export function dropReason(reason: Reason): DropReason {
  switch (reason) {
    case Reason.SUPERSEDED:
      return "superseded";
    case Reason.EXPIRED:
      return "expired";
    case Reason.SESSION_ENDED:
      return "session ended";
    default:
      return "unspecified";
  }
}

/** An answer as the contract writes it; a client's own reasons become the nearest that a server can say. */
export function toMessage(answer: Answer): RecognizeResponse {
  switch (answer.kind) {
    case "result":
      return create(RecognizeResponseSchema, { message: { case: "result", value: answer.result } });
    case "error":
      return create(RecognizeResponseSchema, { message: { case: "error", value: answer.error } });
    case "dropped": {
      const reasons: Record<DropReason, Reason> = {
        superseded: Reason.SUPERSEDED,
        "link busy": Reason.SUPERSEDED,
        expired: Reason.EXPIRED,
        "session ended": Reason.SESSION_ENDED,
        "connection lost": Reason.SESSION_ENDED,
        unspecified: Reason.UNSPECIFIED,
      };
      return create(RecognizeResponseSchema, { message: { case: "dropped", value: { sequence: answer.sequence, reason: reasons[answer.reason] } } });
    }
  }
}
