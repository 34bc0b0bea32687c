import { type StreamContribution, StreamKind } from "../gen/emotion/v1/fusion_pb.ts";
import { type Face, MaskState } from "../gen/emotion/v1/person_pb.ts";
import { AbsenceReason } from "../gen/emotion/v1/score_pb.ts";
import { FrameErrorReason } from "../gen/emotion/v1/detection_pb.ts";
import { DropReason } from "../gen/emotion/v1/recognition_pb.ts";

export const percent = (share: number): string => `${Math.round(100 * share)} %`;

export function streamName(kind: StreamKind): string {
  return kind === StreamKind.FACE ? "Face" : kind === StreamKind.BODY ? "Body" : "Stream";
}

export function maskWords(face: Face | undefined): string {
  if (face === undefined) return "no face found";
  const { mask } = face;
  switch (mask?.state) {
    case MaskState.WITH:
      return `mask on (${percent(mask.probability)})`;
    case MaskState.WITHOUT:
      return `no mask (${percent(1 - mask.probability)})`;
    case MaskState.UNKNOWN:
      return "mask unsure";
    default:
      return "mask not examined";
  }
}

/** Why a stream has the say that it has. */
export function streamReason(stream: StreamContribution, face: Face | undefined): string {
  if (stream.absence !== undefined) return absenceWords(stream.absence.reason);
  if (stream.stream === StreamKind.FACE && face?.mask?.state === MaskState.WITH) return "a mask hides the face";
  if (stream.stream === StreamKind.BODY && face?.mask?.state === MaskState.WITH) return "speaks for the hidden face";
  return `${stream.segments} ${stream.segments === 1 ? "segment" : "segments"}`;
}

function absenceWords(reason: AbsenceReason): string {
  switch (reason) {
    case AbsenceReason.NOT_FOUND:
      return "not found in the picture";
    case AbsenceReason.WARMING_UP:
      return "warming up";
    case AbsenceReason.UNAVAILABLE:
      return "the service does not answer";
    case AbsenceReason.TIMED_OUT:
      return "the service was too slow";
    case AbsenceReason.TAXONOMY_MISMATCH:
      return "the service speaks of other labels";
    case AbsenceReason.INVALID_SAMPLE:
      return "the service refused the sample";
    case AbsenceReason.NOT_CONFIGURED:
      return "not configured";
    default:
      return "absent";
  }
}

export function dropWords(reason: DropReason): string {
  switch (reason) {
    case DropReason.SUPERSEDED:
      return "superseded by a newer one";
    case DropReason.EXPIRED:
      return "waited too long";
    case DropReason.SESSION_ENDED:
      return "the session ended";
    default:
      return "reason not said";
  }
}

export function errorWords(reason: FrameErrorReason): string {
  return (FrameErrorReason[reason] ?? "unknown").toLowerCase().replaceAll("_", " ");
}
