import type { Answer } from "./answers.js";
import { Signal } from "./signal.js";

/** The answers that wait for their reader, at most so many. */
export class AnswerQueue {
  readonly #answers: Answer[] = [];
  readonly #changed = new Signal();
  #ended = false;
  #failure: Error | undefined;

  constructor(readonly capacity: number) {}

  /** Adds an answer when there is room. */
  tryAdd(answer: Answer): boolean {
    if (this.#ended || this.#answers.length >= this.capacity) return false;
    this.#answers.push(answer);
    this.#changed.raise();
    return true;
  }

  /** Adds an answer, and waits for room; one that comes after the end is lost, for nobody reads any more. */
  async add(answer: Answer): Promise<void> {
    while (!this.#ended) {
      const changed = this.#changed.next;
      if (this.tryAdd(answer)) return;
      await changed;
    }
  }

  /** No more answers come; who has read them all is told of the failure, if there is one. */
  end(failure?: Error): void {
    this.#ended = true;
    this.#failure = failure;
    this.#changed.raise();
  }

  async *read(): AsyncGenerator<Answer, void, undefined> {
    while (true) {
      const changed = this.#changed.next;
      const answer = this.#answers.shift();
      if (answer !== undefined) {
        this.#changed.raise();
        yield answer;
      } else if (!this.#ended) {
        await changed;
      } else {
        if (this.#failure !== undefined) throw this.#failure;
        return;
      }
    }
  }
}
