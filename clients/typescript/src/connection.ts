import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampNow } from "@bufbuild/protobuf/wkt";
import { type Client, Code } from "@connectrpc/connect";
import { EmotionError } from "./error.js";
import {
  type GoAway, type RecognitionService, type RecognizeRequest, RecognizeRequestSchema, type RecognizeResponse, type SessionClosed, type SessionOpened, type SessionOpenSchema,
} from "./gen/emotion/v1/recognition_pb.js";
import type { FrameLedger } from "./ledger.js";
import type { CompleteSessionOptions } from "./options.js";

/** How a connection ended. */
export interface ConnectionEnd {
  /** The server's account, when it closed in order. */
  readonly closed?: SessionClosed;
  /** The server's wish to move, when it said one. */
  readonly goAway?: GoAway;
  /** What broke it, when something did. */
  readonly failure?: EmotionError;
}

/** For people. */
export function sentenceOf(end: ConnectionEnd): string {
  if (end.failure !== undefined) return `the connection broke (${Code[end.failure.code]}: ${end.failure.sentence})`;
  return end.goAway === undefined ? "the server ended the session" : `the server asked the session to move (${end.goAway.reason})`;
}

/** Milliseconds that the server asks to wait before the next attempt. */
export function retryAfterOf(end: ConnectionEnd): number {
  const asked = end.goAway?.retryAfter;
  return asked === undefined ? (end.failure?.retryAfter ?? 0) : Number(asked.seconds) * 1000 + asked.nanos / 1e6;
}

/**
 * One call of Recognize: one side that reads and one that writes. They never wait for each other, because both flow-control windows can be full at once and
 * a loop that did both would then stand still for ever.
 */
export class SessionConnection {
  readonly #ledger: FrameLedger;
  readonly #options: CompleteSessionOptions;
  readonly #abort = new AbortController();
  readonly #responses: AsyncIterator<RecognizeResponse>;
  #lastHeard = performance.now();
  #delivering = false;
  #moving = false;
  #heartbeatDue = false;
  #silent = false;
  #closing = false;
  #over = false;
  #running = false;
  opened!: SessionOpened;

  private constructor(
    recognition: Client<typeof RecognitionService>,
    ledger: FrameLedger,
    opening: MessageInitShape<typeof SessionOpenSchema>,
    options: CompleteSessionOptions,
  ) {
    this.#ledger = ledger;
    this.#options = options;
    this.#responses = recognition.recognize(this.#requests(opening), { signal: this.#abort.signal })[Symbol.asyncIterator]();
  }

  /**
   * Opens a call and waits for the server's confirmation.
   * @throws {EmotionError} The server refuses, is not reachable, or does not confirm in time.
   */
  static async open(
    recognition: Client<typeof RecognitionService>,
    ledger: FrameLedger,
    opening: MessageInitShape<typeof SessionOpenSchema>,
    options: CompleteSessionOptions,
    stopping: AbortSignal,
  ): Promise<SessionConnection> {
    const connection = new SessionConnection(recognition, ledger, opening, options);
    const stop = () => connection.abort();
    stopping.addEventListener("abort", stop);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      connection.abort();
    }, options.reconnect.openTimeout);
    try {
      const first = await connection.#responses.next();
      if (first.done === true || first.value.message.case !== "opened") throw new EmotionError(Code.Internal, "The server did not confirm the session.");
      connection.opened = first.value.message.value;
      return connection;
    } catch (e) {
      connection.abort();
      if (late) throw new EmotionError(Code.DeadlineExceeded, `The server did not confirm the session within ${options.reconnect.openTimeout / 1000} s.`);
      throw EmotionError.from(e);
    } finally {
      clearTimeout(timer);
      stopping.removeEventListener("abort", stop);
    }
  }

  /** Breaks the connection. */
  abort(): void {
    this.#over = true;
    this.#abort.abort();
    this.#ledger.changed.raise();
  }

  /**
   * Writes frames and reads answers until the connection ends.
   * @param deliver Is given every message that is not the connection's own business.
   */
  async run(deliver: (message: RecognizeResponse["message"]) => Promise<void>): Promise<ConnectionEnd> {
    this.#running = true;
    this.#ledger.changed.raise();
    const watch = setInterval(() => this.#watch(), this.#options.heartbeatInterval);
    try {
      return await this.#read(deliver);
    } finally {
      clearInterval(watch);
      this.abort();
    }
  }

  async #read(deliver: (message: RecognizeResponse["message"]) => Promise<void>): Promise<ConnectionEnd> {
    let goAway: GoAway | undefined;
    const end = (rest: ConnectionEnd): ConnectionEnd => (goAway === undefined ? rest : { goAway, ...rest });
    try {
      while (true) {
        const next = await this.#responses.next();
        if (next.done === true) return end({});
        this.#lastHeard = performance.now();
        const { message } = next.value;
        switch (message.case) {
          case "closed":
            if (!this.#closing) continue; // Something on the way has ended our stream of messages, a gateway that stops for instance: the status that follows says why.
            // To the end of the call, which is at hand: one that is cancelled before it looks broken to what lies between.
            await Promise.race([this.#responses.next().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
            return end({ closed: message.value });
          case "credit":
            this.#ledger.addCredits(message.value.frames);
            break;
          case "goAway":
            goAway = message.value;
            this.#moving = true;
            this.#ledger.pause();
            break;
        }
        this.#delivering = true;
        await deliver(message);
        this.#delivering = false;
        this.#lastHeard = performance.now();
      }
    } catch (e) {
      const failure = this.#silent
        ? new EmotionError(Code.Unavailable, `the server has said nothing for ${this.#options.heartbeatTimeout / 1000} s`)
        : EmotionError.from(e);
      return end({ failure });
    }
  }

  async *#requests(opening: MessageInitShape<typeof SessionOpenSchema>): AsyncGenerator<RecognizeRequest, void, undefined> {
    yield request({ message: { case: "open", value: opening } });
    while (!this.#over) {
      const changed = this.#ledger.changed.next;
      let frame;
      if (!this.#running) {
        await changed; // The ledger does not know yet what this connection has to be sent.
      } else if (this.#heartbeatDue) {
        this.#heartbeatDue = false;
        yield request({ message: { case: "heartbeat", value: { time: timestampNow() } } });
      } else if (this.#moving || this.#ledger.flushed) {
        this.#closing = true;
        yield request({ message: { case: "close", value: {} } });
        return;
      } else if ((frame = this.#ledger.tryTake()) !== undefined) {
        yield request({ message: { case: "frame", value: frame } });
      } else {
        await changed;
      }
    }
  }

  #watch(): void {
    // While the caller does not read, the silence is ours.
    if (!this.#delivering && performance.now() - this.#lastHeard >= this.#options.heartbeatTimeout) {
      this.#silent = true;
      this.abort();
      return;
    }
    this.#heartbeatDue = true;
    this.#ledger.changed.raise();
  }
}

function request(message: MessageInitShape<typeof RecognizeRequestSchema>): RecognizeRequest {
  return create(RecognizeRequestSchema, message);
}
