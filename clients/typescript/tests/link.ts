import { connect, createServer, type Server, type Socket } from "node:net";

/** Passes TCP connections on to a port of loopback; can stall them, reset them, and slow them down. */
export class Link {
  readonly #sockets = new Set<Socket>();
  #server!: Server;
  #refuses = false;
  #stalled = false;
  /** Undefined: as fast as it goes. */
  bytesPerSecond: number | undefined;
  port = 0;

  static async open(target: number): Promise<Link> {
    const link = new Link();
    link.#server = createServer((client) => link.#serve(client, target));
    await new Promise<void>((resolve) => link.#server.listen(0, "127.0.0.1", resolve));
    link.port = (link.#server.address() as { port: number }).port;
    return link;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Connections stay, nothing passes any more. */
  stall(): void {
    this.#stalled = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Connections are reset, new ones refused. */
  cut(): void {
    this.#refuses = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** As before. */
  mend(): void {
    this.#refuses = this.#stalled = false;
    this.bytesPerSecond = undefined;
    for (const socket of this.#sockets) socket.resume();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(client: Socket, target: number): void {
    if (this.#refuses) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(target, "127.0.0.1");
    this.#pass(client, server);
    this.#pass(server, client);
  }

  #pass(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on("data", (data) => {
      const wait = this.bytesPerSecond === undefined ? 0 : (1000 * data.length) / this.bytesPerSecond;
      const full = !to.write(data);
      if (wait > 0 || full) {
        from.pause();
        const go = () => this.#stalled || from.resume();
        if (wait > 0) setTimeout(go, wait);
        else to.once("drain", go);
      }
    });
    from.on("error", () => undefined);
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
