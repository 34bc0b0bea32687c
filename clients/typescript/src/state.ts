/**
 * Where a session stands.
 * - `open`: frames flow
 * - `moving`: the server asked the session to move; frames in hand are answered, then it goes on elsewhere
 * - `reconnecting`: the connection broke; it is being opened again
 * - `closing`: no more frames are sent; those in hand are answered
 * - `closed`: ended in order, or broken off
 * - `failed`: ended by an error
 */
export type SessionState = "open" | "moving" | "reconnecting" | "closing" | "closed" | "failed";

/** A session's state changed, or another attempt to reconnect begins. */
export interface StateChange {
  readonly state: SessionState;
  /** One sentence for people; empty when there is nothing to say. */
  readonly reason: string;
  /** While reconnecting, and when that has worked: the attempt, from 1. */
  readonly attempt?: number;
  /** While reconnecting: milliseconds before the attempt. */
  readonly delay?: number;
  /** When open again: whether the temporal context and the track ids go on; if not, `reason` says why. */
  readonly resumed?: boolean;
}
