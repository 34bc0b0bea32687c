import { type Signal, signal } from "@preact/signals";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { explain, isGone, recognition, wasStopped } from "../api/client.ts";
import type { FrameResult, PersonResult, SessionOpened, WatchResultsResponse } from "../gen/emotion/v1/recognition_pb.ts";
import { dropWords, errorWords } from "../person/wording.ts";

const KEPT_SECONDS = 60;
const GONE_SECONDS = 10;
const RATE_SECONDS = 5;
const PAUSE = 1000;

/** One person over time. */
export interface PersonHistory {
  readonly trackId: number;
  latest: PersonResult;
  /** Seconds of the frames' clock. */
  readonly times: number[];
  /** Probabilities in the order of the session's labels, one list per time. */
  readonly probabilities: (readonly number[])[];
  lastSeen: number;
  gone: boolean;
}

/** Follows a session and keeps what the page shows of it. */
export class Watch {
  /** Grows with every change, at most once a picture of the screen. */
  readonly version: Signal<number> = signal(0);
  readonly persons = new Map<number, PersonHistory>();
  opened: SessionOpened | undefined;
  latest: FrameResult | undefined;
  results = 0;
  missed = 0n;
  readonly dropped = new Map<string, number>();
  readonly errors = new Map<string, number>();
  /** Milliseconds from the camera's clock to this page's; undefined where the clocks differ too much to say. */
  age: number | undefined;
  ended: string | undefined;
  failure: string | undefined;

  readonly #stopping = new AbortController();
  readonly #arrivals: number[] = [];
  #drawing = 0;

  constructor(
    readonly sessionId: string,
    readonly onAnswer: (sequence: bigint) => void = () => undefined,
  ) {
    void this.#follow();
  }

  /** Results per second over the last seconds. */
  get rate(): number {
    const since = performance.now() - 1000 * RATE_SECONDS;
    return this.#arrivals.filter((t) => t >= since).length / RATE_SECONDS;
  }

  stop(): void {
    this.#stopping.abort();
    cancelAnimationFrame(this.#drawing);
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        for await (const { message } of recognition.watchResults({ sessionId: this.sessionId }, { signal })) {
          this.failure = undefined;
          this.#take(message);
          this.#show();
          if (message.case === "closed") return;
        }
      } catch (e) {
        if (signal.aborted || wasStopped(e)) return;
        if (isGone(e)) this.ended = "The session is over.";
        else this.failure = explain(e);
        this.#show();
        if (this.ended !== undefined) return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  #take(message: WatchResultsResponse["message"]): void {
    switch (message.case) {
      case "opened":
        this.opened = message.value;
        break;
      case "result":
        this.#takeResult(message.value);
        this.onAnswer(message.value.sequence);
        break;
      case "dropped":
        count(this.dropped, dropWords(message.value.reason));
        this.onAnswer(message.value.sequence);
        break;
      case "error":
        count(this.errors, errorWords(message.value.reason));
        this.onAnswer(message.value.sequence);
        break;
      case "gap":
        this.missed += message.value.messages;
        break;
      case "closed":
        this.ended = "The session is over.";
        break;
    }
  }

  #takeResult(result: FrameResult): void {
    this.latest = result;
    this.results += 1;
    this.#arrivals.push(performance.now());
    if (this.#arrivals.length > 1000) this.#arrivals.splice(0, 500);
    const captured = result.captureTime === undefined ? undefined : timestampDate(result.captureTime).getTime();
    const age = captured === undefined ? -1 : Date.now() - captured;
    this.age = age >= 0 && age < 60_000 ? age : undefined;
    const now = (captured ?? Date.now()) / 1000;
    for (const person of result.persons) {
      const history = this.persons.get(person.trackId) ?? { trackId: person.trackId, latest: person, times: [], probabilities: [], lastSeen: now, gone: false };
      this.persons.set(person.trackId, history);
      Object.assign(history, { latest: person, lastSeen: now, gone: false });
      if (person.emotion === undefined || person.emotion.scores.length === 0) continue;
      history.times.push(now);
      history.probabilities.push(person.emotion.scores.map((s) => s.probability));
      const old = history.times.findIndex((t) => t >= now - KEPT_SECONDS);
      history.times.splice(0, old);
      history.probabilities.splice(0, old);
    }
    for (const history of this.persons.values()) {
      history.gone = history.lastSeen < now;
      if (now - history.lastSeen > GONE_SECONDS || now < history.lastSeen - KEPT_SECONDS) this.persons.delete(history.trackId);
    }
  }

  #show(): void {
    if (this.#drawing !== 0) return;
    // Also in a tab that nobody sees, where there are no animation frames, the next answer counts.
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0;
      this.version.value += 1;
    });
  }
}

function count(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}
