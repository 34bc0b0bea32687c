import type { Frame } from "./gen/emotion/v1/image_pb.js";
import type { Complete, ReconnectOptions } from "./options.js";
import { Signal } from "./signal.js";

/** A frame whose answer has not come, or whose effect no resume token holds yet. */
export class Entry {
  readonly #acceptedAt = performance.now();
  /** Bytes of its picture. */
  readonly size: number;
  sends = 0;
  /** Whether it waits in the outbox. */
  queued = false;
  /** Whether the current connection owes an answer for it. */
  inFlight = false;
  /** Whether the caller has its answer. */
  answered = false;
  /** The frame, as long as it is kept to be sent again. */
  frame: Frame | undefined;

  constructor(frame: Frame) {
    this.frame = frame;
    this.sequence = frame.sequence;
    this.size = frame.image?.data.length ?? 0;
  }

  readonly sequence: bigint;

  /** Milliseconds since the caller handed it over. */
  get age(): number {
    return performance.now() - this.#acceptedAt;
  }
}

/**
 * The frames of a session that may have to be written: those that wait for their turn, those at the server, and those that are answered but whose effect no
 * resume token holds yet. It is the queue between callers and the writer; its bound are the server's credits.
 */
export class FrameLedger {
  readonly #options: Complete<ReconnectOptions>;
  // Sequences only grow, so the order of insertion is theirs.
  readonly #entries = new Map<bigint, Entry>();
  #outbox: Entry[] = [];
  #offered: Entry | undefined;
  #credits = 0;
  #queued = 0;
  #unanswered = 0;
  #kept = 0;
  #keptBytes = 0;
  #last = 0n;
  #connected = false;
  #failure: Error | undefined;

  readonly changed = new Signal();
  /** Whether no more frames come. */
  completed = false;
  accepted = 0;
  resent = 0;
  replayed = 0;

  constructor(options: Complete<ReconnectOptions>) {
    this.#options = options;
  }

  /** Frames whose answer has not come yet. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** Whether no more frames come and all are written. */
  get flushed(): boolean {
    return this.completed && this.#queued === 0;
  }

  /** Whether no more frames come and all are answered. */
  get settled(): boolean {
    return this.completed && this.#unanswered === 0;
  }

  /** Takes a frame from a caller if a credit is free; a frame without a sequence gets the next one. */
  tryAccept(frame: Frame): boolean {
    this.#check(frame);
    if (this.#queued >= this.#credits) return false;
    this.#add(frame);
    return true;
  }

  /**
   * Takes a frame in any case but one: it takes the place of the last offered frame, if that was not written yet.
   * @param tell Is given the frame that lost its place; false: it cannot be told, and then nothing is done.
   */
  tryOffer(frame: Frame, tell: (outrun: Entry) => boolean): boolean {
    this.#check(frame);
    if (this.#offered?.queued === true && this.#offered.sends === 0) {
      if (!tell(this.#offered)) return false;
      this.#remove(this.#offered);
    }
    this.#offered = this.#add(frame);
    return true;
  }

  /** The next frame to write, if there is one and a credit for it. */
  tryTake(): Frame | undefined {
    while (this.#credits > 0) {
      const entry = this.#outbox.shift();
      if (entry === undefined) return undefined;
      if (!entry.queued) continue;
      this.#credits -= 1;
      this.#unqueue(entry);
      if (entry.sends === 0) {
        this.#kept += 1;
        this.#keptBytes += entry.size;
      } else if (entry.answered) {
        this.replayed += 1;
      } else {
        this.resent += 1;
      }
      entry.sends += 1;
      entry.inFlight = true;
      const frame = entry.frame;
      this.#trim();
      this.changed.raise();
      return frame;
    }
    return undefined;
  }

  /** The server allows more frames than before. */
  addCredits(frames: number): void {
    if (this.#connected) this.#credits += frames;
    this.changed.raise();
  }

  /**
   * A frame is answered; that gives its credit back.
   * @param hadEffect Whether later results depend on it: then it is sent again with those after a resume token.
   * @returns Its age; undefined when the caller has its answer already.
   */
  answer(sequence: bigint, hadEffect: boolean): number | undefined {
    const entry = this.#entries.get(sequence);
    if (entry === undefined) return undefined;
    if (entry.inFlight) {
      entry.inFlight = false;
      if (this.#connected) this.#credits += 1;
    }
    let age: number | undefined;
    if (!entry.answered) {
      age = entry.age;
      entry.answered = true;
      this.#unanswered -= 1;
    }
    if (!hadEffect || entry.frame === undefined) this.#remove(entry);
    this.changed.raise();
    return age;
  }

  /** A resume token holds the effect of all frames up to one: they need not be sent again. */
  reached(sequence: bigint): void {
    for (const entry of [...this.#entries.values()]) {
      if (entry.sequence > sequence) break;
      if (entry.answered && !entry.inFlight) this.#remove(entry);
    }
  }

  /** Nothing is written any more until the next connection. */
  pause(): void {
    this.#connected = false;
    this.#credits = 0;
    this.changed.raise();
  }

  /**
   * A connection is open: frames that it does not know are written, oldest first.
   * @param credits What the server allows.
   * @param reached The last frame whose effect the server has taken over; undefined: it begins anew.
   * @returns Frames that cannot be sent again; they are answered by this.
   */
  resume(credits: number, reached: bigint | undefined): Entry[] {
    this.#connected = true;
    this.#credits = credits;
    this.#queued = 0;
    this.#outbox = [];
    const lost: Entry[] = [];
    for (const entry of [...this.#entries.values()]) {
      entry.inFlight = entry.queued = false;
      const maySend = entry.frame !== undefined && entry.sends <= this.#options.maximumResends;
      if (maySend && (reached === undefined ? !entry.answered : entry.sequence > reached)) {
        this.#enqueue(entry);
        continue;
      }
      if (!entry.answered) lost.push(entry);
      this.#remove(entry);
    }
    this.changed.raise();
    return lost;
  }

  /** No more frames come. */
  complete(): void {
    this.completed = true;
    this.changed.raise();
  }

  /**
   * The session has ended; callers who wait are told why.
   * @returns The frames that will not be answered.
   */
  end(failure: Error | undefined): Entry[] {
    this.completed = true;
    this.#failure = failure;
    const lost = [...this.#entries.values()].filter((e) => !e.answered);
    for (const entry of [...this.#entries.values()]) this.#remove(entry);
    this.#outbox = [];
    this.pause();
    return lost;
  }

  #check(frame: Frame): void {
    if (this.#failure !== undefined) throw new Error(`The session has ended: ${this.#failure.message}`, { cause: this.#failure });
    if (this.completed) throw new Error("The session is closed; open another to send frames.");
    if (frame.sequence !== 0n && frame.sequence <= this.#last)
      throw new RangeError(`Sequence ${frame.sequence} is not above the last one, ${this.#last}; sequences must increase.`);
  }

  #add(frame: Frame): Entry {
    if (frame.sequence === 0n) frame.sequence = this.#last + 1n;
    this.#last = frame.sequence;
    this.accepted += 1;
    this.#unanswered += 1;
    const entry = new Entry(frame);
    this.#entries.set(entry.sequence, entry);
    this.#enqueue(entry);
    this.changed.raise();
    return entry;
  }

  #enqueue(entry: Entry): void {
    entry.queued = true;
    this.#queued += 1;
    this.#outbox.push(entry);
  }

  #unqueue(entry: Entry): void {
    entry.queued = false;
    this.#queued -= 1;
  }

  #remove(entry: Entry): void {
    if (!this.#entries.delete(entry.sequence)) return;
    // The outbox passes over an entry that is not queued any more.
    if (entry.queued) this.#unqueue(entry);
    if (!entry.answered) this.#unanswered -= 1;
    this.#release(entry);
  }

  // The pixels of only so many frames are kept. Answered ones cost context when they are missing, unanswered ones their answer.
  #trim(): void {
    while (this.#kept > this.#options.maximumKeptFrames || this.#keptBytes > this.#options.maximumKeptBytes) {
      const kept = [...this.#entries.values()].filter((e) => e.sends > 0 && e.frame !== undefined && !e.queued);
      const victim = kept.find((e) => e.answered) ?? kept[0];
      if (victim === undefined) return;
      if (victim.answered && !victim.inFlight) this.#remove(victim);
      else this.#release(victim);
    }
  }

  #release(entry: Entry): void {
    if (entry.sends > 0 && entry.frame !== undefined) {
      this.#kept -= 1;
      this.#keptBytes -= entry.size;
    }
    entry.frame = undefined;
  }
}
