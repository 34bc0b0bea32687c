import { randomBytes } from "node:crypto";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { Client } from "@connectrpc/connect";
import { AnswerQueue } from "./answer-queue.js";
import { type Answer, dropReason } from "./answers.js";
import { type ConnectionEnd, retryAfterOf, SessionConnection, sentenceOf } from "./connection.js";
import { Account, type SessionCounters } from "./counters.js";
import { EmotionError } from "./error.js";
import { FrameSchema } from "./gen/emotion/v1/image_pb.js";
import type { RecognitionService, RecognizeResponse, SessionClosed, SessionOpened } from "./gen/emotion/v1/recognition_pb.js";
import { FrameLedger } from "./ledger.js";
import { type CompleteSessionOptions, completeSessionOptions, type SessionOptions } from "./options.js";
import type { SessionState, StateChange } from "./state.js";

const RESUME_REFUSED = "RESUME_"; // How the reasons begin by which a server refuses a token.

/**
 * A live session: frames go in, and every frame is answered exactly once. When the connection breaks, the session goes on at another with its temporal context and
 * sends again what the server may not know; frames that it cannot send again are answered as dropped.
 *
 * Send and read side by side: answers that nobody reads slow the server, and then `send` waits.
 */
export class EmotionSession implements AsyncIterable<Answer>, AsyncDisposable {
  readonly #recognition: Client<typeof RecognitionService>;
  readonly #options: CompleteSessionOptions;
  readonly #ledger: FrameLedger;
  readonly #account = new Account();
  readonly #answers: AnswerQueue;
  readonly #stopping = new AbortController();
  // Without the key a token is of no use to whoever gets hold of it.
  readonly #resumeKey = randomBytes(32);
  #token: Uint8Array = new Uint8Array();
  #beginsAnew: string | undefined;
  #attempts = 0;
  #running: Promise<SessionClosed | undefined> = Promise.resolve(undefined);
  #connection: SessionConnection | undefined;
  #state: SessionState = "open";
  #opened!: SessionOpened;

  /** Is told every change of state and every attempt to reconnect. */
  onStateChange: (change: StateChange) => void = () => undefined;

  private constructor(recognition: Client<typeof RecognitionService>, options: SessionOptions) {
    this.#recognition = recognition;
    this.#options = completeSessionOptions(options);
    this.#ledger = new FrameLedger(this.#options.reconnect);
    this.#answers = new AnswerQueue(this.#options.answerBuffer);
  }

  /** @internal */
  static async open(recognition: Client<typeof RecognitionService>, options: SessionOptions): Promise<EmotionSession> {
    const session = new EmotionSession(recognition, options);
    await session.#takeOver(await session.#first());
    session.#running = session.#run();
    // Who reads is told of a failure; it must not end the program besides.
    session.#running.catch(() => undefined);
    return session;
  }

  /** Where the session stands. */
  get state(): SessionState {
    return this.#state;
  }

  /** The server's latest confirmation: session id, labels, models, options in force. A reconnect brings another. */
  get opened(): SessionOpened {
    return this.#opened;
  }

  /** The account so far. */
  get counters(): SessionCounters {
    const { results, errors, reconnects, resumed, ages, dropped } = this.#account;
    const { accepted, resent, replayed } = this.#ledger;
    const answered = results + errors + Object.values(dropped).reduce((sum, n) => sum + n, 0);
    return {
      sent: accepted, results, dropped: { ...dropped }, errors, unanswered: accepted - answered, resent, replayed, reconnects, resumed,
      medianAge: ages.percentile(0.5), percentile95Age: ages.percentile(0.95),
    };
  }

  /**
   * Hands a frame over and waits until the server allows one more: nothing is lost, as files want it.
   * @param frame Picture of at most 32 MiB, capture time not before the last one's. Without a sequence the session gives the next one.
   * @returns The frame's sequence.
   * @throws {RangeError} The sequence is not above the last one.
   * @throws {Error} The session is closed or has failed.
   */
  async send(frame: MessageInitShape<typeof FrameSchema>): Promise<bigint> {
    const message = create(FrameSchema, frame);
    while (true) {
      const changed = this.#ledger.changed.next;
      if (this.#ledger.tryAccept(message)) return message.sequence;
      await changed;
    }
  }

  /**
   * Hands a frame over without waiting: where the link or the server is slower than the camera, the newest frame wins. A frame that waits here while a newer one is
   * offered is answered as dropped with `link busy`. Otherwise as `send`.
   * @returns False when answers are not read and their buffer is full; the frame was then not taken.
   */
  offer(frame: MessageInitShape<typeof FrameSchema>): boolean {
    return this.#ledger.tryOffer(create(FrameSchema, frame), (outrun) => {
      const dropped: Answer = { kind: "dropped", sequence: outrun.sequence, reason: "link busy", age: outrun.age };
      if (!this.#answers.tryAdd(dropped)) return false;
      this.#account.count(dropped);
      return true;
    });
  }

  /**
   * The answers, one for each frame, as they come; ends when the session has ended. For one reader.
   * @throws {EmotionError} The session has failed; thrown after all frames were answered.
   */
  [Symbol.asyncIterator](): AsyncGenerator<Answer, void, undefined> {
    return this.#answers.read();
  }

  /**
   * Sends no more frames, waits for the answers of those in hand and closes in order. Answers must be read meanwhile.
   * @returns The server's account of its last connection; undefined when the connection broke after the last answer.
   * @throws {EmotionError} The session has failed.
   */
  async complete(): Promise<SessionClosed | undefined> {
    this.#ledger.complete();
    if (this.#state === "open") this.#enter({ state: "closing", reason: "" });
    return this.#running;
  }

  /** Breaks the session off, if it was not closed by `complete`; what is unanswered stays so. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.abort();
  }

  /** Breaks the session off, if it was not closed by `complete`; what is unanswered stays so. */
  async abort(): Promise<void> {
    this.#stopping.abort();
    this.#connection?.abort();
    await this.#running.catch(() => undefined);
  }

  async #first(): Promise<SessionConnection> {
    const { retryOpening, maximumAttempts } = this.#options.reconnect;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#open();
      } catch (e) {
        const failure = EmotionError.from(e);
        if (!retryOpening || !failure.passing || attempt > maximumAttempts) throw failure;
        await this.#sleep(failure.retryAfter + this.#pause(attempt));
      }
    }
  }

  #open(): Promise<SessionConnection> {
    const opening = { options: this.#options.server, resumeToken: this.#token, resumeKey: this.#resumeKey };
    return SessionConnection.open(this.#recognition, this.#ledger, opening, this.#options, this.#stopping.signal);
  }

  async #run(): Promise<SessionClosed | undefined> {
    try {
      while (true) {
        const openedAt = performance.now();
        const end = await this.#connection!.run((message) => this.#deliver(message));
        this.#ledger.pause();
        if (this.#stopping.signal.aborted) return this.#breakOff();
        if (performance.now() - openedAt >= this.#options.reconnect.healthyAfter) this.#attempts = 0;
        if (end.failure !== undefined && !end.failure.passing) throw end.failure;
        if (this.#ledger.settled) {
          await this.#end(undefined);
          this.#enter({ state: "closed", reason: "" });
          this.#answers.end();
          return end.closed;
        }
        await this.#reconnect(end);
      }
    } catch (e) {
      if (this.#stopping.signal.aborted) return this.#breakOff();
      const failure = EmotionError.from(e);
      await this.#end(failure);
      this.#enter({ state: "failed", reason: failure.sentence });
      this.#answers.end(failure);
      throw failure;
    }
  }

  #breakOff(): undefined {
    this.#ledger.end(new Error("It was broken off."));
    this.#enter({ state: "closed", reason: "Broken off." });
    this.#answers.end();
  }

  async #reconnect(end: ConnectionEnd): Promise<void> {
    this.#beginsAnew = this.#token.length > 0 ? undefined : "the server gave no resume token";
    while (true) {
      if (this.#attempts >= this.#options.reconnect.maximumAttempts) throw end.failure ?? new Error(sentenceOf(end));
      this.#attempts += 1;
      const delay = retryAfterOf(end) + this.#pause(this.#attempts);
      this.#enter({ state: "reconnecting", reason: sentenceOf(end), attempt: this.#attempts, delay });
      await this.#sleep(delay);
      try {
        const resumed = await this.#takeOver(await this.#next());
        this.#account.reconnects += 1;
        this.#account.resumed += resumed ? 1 : 0;
        const reason = resumed ? this.#opened.lostContext.join(" ") : `Begun anew: ${this.#beginsAnew ?? "the server did not take the context over"}.`;
        this.#enter({ state: this.#ledger.completed ? "closing" : "open", reason, attempt: this.#attempts, resumed });
        return;
      } catch (e) {
        const failure = EmotionError.from(e);
        if (!failure.passing || this.#stopping.signal.aborted) throw failure;
        end = { failure };
      }
    }
  }

  async #next(): Promise<SessionConnection> {
    try {
      return await this.#open();
    } catch (e) {
      const failure = EmotionError.from(e);
      if (this.#token.length === 0 || !failure.reason.startsWith(RESUME_REFUSED)) throw failure;
      this.#token = new Uint8Array();
      this.#beginsAnew = `the server does not take the resume token (${failure.reason}: ${failure.sentence})`;
      return this.#open();
    }
  }

  /** Makes a new connection the session's. Tells whether the server goes on with the temporal context. */
  async #takeOver(connection: SessionConnection): Promise<boolean> {
    this.#connection = connection;
    this.#opened = connection.opened;
    const resumed = this.#opened.resumedSequence > 0n;
    if (!resumed) this.#token = new Uint8Array();
    for (const entry of this.#ledger.resume(this.#opened.credits, resumed ? this.#opened.resumedSequence : undefined))
      await this.#answer({ kind: "dropped", sequence: entry.sequence, reason: "connection lost", age: entry.age });
    return resumed;
  }

  async #deliver(message: RecognizeResponse["message"]): Promise<void> {
    switch (message.case) {
      case "result": {
        const age = this.#ledger.answer(message.value.sequence, true);
        if (age !== undefined) await this.#answer({ kind: "result", sequence: message.value.sequence, result: message.value, sessionId: this.#opened.sessionId, age });
        break;
      }
      case "dropped": {
        const age = this.#ledger.answer(message.value.sequence, false);
        if (age !== undefined) await this.#answer({ kind: "dropped", sequence: message.value.sequence, reason: dropReason(message.value.reason), age });
        break;
      }
      case "error": {
        const age = this.#ledger.answer(message.value.sequence, false);
        if (age !== undefined) await this.#answer({ kind: "error", sequence: message.value.sequence, error: message.value, age });
        break;
      }
      case "resumeToken":
        this.#token = message.value.token;
        this.#ledger.reached(message.value.sequence);
        break;
      case "goAway":
        this.#enter({ state: "moving", reason: message.value.reason });
        break;
    }
  }

  async #answer(answer: Answer): Promise<void> {
    this.#account.count(answer);
    await this.#answers.add(answer);
  }

  async #end(failure: Error | undefined): Promise<void> {
    for (const entry of this.#ledger.end(failure)) await this.#answer({ kind: "dropped", sequence: entry.sequence, reason: "connection lost", age: entry.age });
  }

  #pause(attempt: number): number {
    // Spread over all of the doubled pause (full jitter), so that clients that lost one server do not come back at once.
    const { initialPause, maximumPause } = this.#options.reconnect;
    return Math.min(initialPause * 2 ** Math.min(attempt - 1, 30), maximumPause) * Math.random();
  }

  #sleep(milliseconds: number): Promise<void> {
    const { signal } = this.#stopping;
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener("abort", done);
      function done() {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      }
      if (signal.aborted) done();
    });
  }

  #enter(change: StateChange): void {
    if (this.#state === "closed" || this.#state === "failed") return;
    this.#state = change.state;
    this.onStateChange(change);
  }
}
