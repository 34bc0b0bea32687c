/** Something that others wait on again and again: take `next` before trying, wait on it after a failed try. */
export class Signal {
  #resolve!: () => void;
  next: Promise<void>;

  constructor() {
    this.next = this.#renew();
  }

  /** Makes all who wait look again. */
  raise(): void {
    const resolve = this.#resolve;
    this.next = this.#renew();
    resolve();
  }

  #renew(): Promise<void> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }
}
