import type { Answer, DropReason } from "./answers.js";

/** The account of a session at one moment, over all its connections: sent = results + dropped + errors + unanswered. */
export interface SessionCounters {
  /** Frames handed to the session; one that is sent again counts once. */
  readonly sent: number;
  readonly results: number;
  /** Frames dropped, by reason; reasons that did not occur are left out. `dropSide` tells who dropped them. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly errors: number;
  /** Frames whose answer has not come yet. */
  readonly unanswered: number;
  /** How often unanswered frames were sent again after a break. */
  readonly resent: number;
  /** How often answered frames were sent again, because later results depend on them. */
  readonly replayed: number;
  /** How often the session was opened again. */
  readonly reconnects: number;
  /** How often it then went on with its temporal context. */
  readonly resumed: number;
  /** Milliseconds, at most 4.5 % off; undefined before the first result. */
  readonly medianAge: number | undefined;
  readonly percentile95Age: number | undefined;
}

const LEAST = 0.1;
const PER_DOUBLING = 8;
const LAST = 200;

/** Ages of any number of results in fixed memory: buckets whose bounds grow by 2^(1/8), so that a percentile is at most 4.5 % off. */
export class Ages {
  readonly #counts = new Array<number>(LAST + 1).fill(0);
  #total = 0;

  add(milliseconds: number): void {
    const bucket = milliseconds <= LEAST ? 0 : 1 + Math.floor(Math.log2(milliseconds / LEAST) * PER_DOUBLING);
    this.#counts[Math.min(bucket, LAST)]! += 1;
    this.#total += 1;
  }

  /** The age that a share of the results does not pass. */
  percentile(share: number): number | undefined {
    if (this.#total === 0) return undefined;
    const rank = Math.max(1, Math.ceil(share * this.#total));
    let seen = 0;
    const bucket = this.#counts.findIndex((count) => (seen += count) >= rank);
    // The middle of the bucket, by ratio.
    return bucket === 0 ? LEAST : LEAST * 2 ** ((bucket - 0.5) / PER_DOUBLING);
  }
}

/** Counts what happens in a session. */
export class Account {
  results = 0;
  errors = 0;
  reconnects = 0;
  resumed = 0;
  readonly dropped: Partial<Record<DropReason, number>> = {};
  readonly ages = new Ages();

  count(answer: Answer): void {
    switch (answer.kind) {
      case "result":
        this.results += 1;
        this.ages.add(answer.age);
        break;
      case "dropped":
        this.dropped[answer.reason] = (this.dropped[answer.reason] ?? 0) + 1;
        break;
      case "error":
        this.errors += 1;
        break;
    }
  }
}
