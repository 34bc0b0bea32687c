// @ts-check
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const SAMPLE = path.join(ROOT, "clients/edge/samples/webcam.mp4");
const HANGS = 120_000; // Nothing here takes that long unless it hangs.

/**
 * Where a program of the suite lies.
 * @param {string} folder
 * @param {string} name
 */
export function dll(folder, name) {
  return path.join(ROOT, folder, "bin/Release/net10.0", `${name}.dll`);
}

/** A port that nobody listens on; below those that systems hand to outgoing connections, which may be taken before it is used. */
export async function freePort() {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    const server = createServer();
    const free = await new Promise((resolve) =>
      server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true)),
    );
    if (!free) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/** A program of the suite, as a process. */
export class Program {
  /** @param {string[]} args */
  constructor(...args) {
    this.args = args;
    this.printed = "";
    this.process = this.#start();
  }

  /** Starts it again. */
  again() {
    this.process = this.#start();
  }

  /** @param {NodeJS.Signals} signal */
  async stop(signal = "SIGTERM") {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill(signal);
    await ended;
  }

  #start() {
    const child = spawn("dotnet", this.args, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (this.printed += text));
    return child;
  }
}

/** The suite, one process per service, so that one can be killed. */
export class Suite {
  /** @param {string[]} gatewaySettings */
  static async start(...gatewaySettings) {
    const suite = new Suite();
    /** @type {Record<string, string>} */
    const at = {};
    for (const name of ["Detection", "FaceStream", "BodyStream", "Fusion", "Gateway"]) at[name] = `http://127.0.0.1:${await freePort()}`;
    const upstream = (/** @type {string} */ of, /** @type {string[]} */ names) => names.map((name) => `--${of}:${name}=${at[name]}`);
    suite.programs = {
      Detection: new Program(dll("services/Detection", "EmotionGrpc.Detection"), `--Detection:Listen=${at["Detection"]}`),
      FaceStream: new Program(dll("services/FaceStream", "EmotionGrpc.FaceStream"), `--FaceStream:Listen=${at["FaceStream"]}`),
      BodyStream: new Program(dll("services/BodyStream", "EmotionGrpc.BodyStream"), `--BodyStream:Listen=${at["BodyStream"]}`),
      Fusion: new Program(dll("services/Fusion", "EmotionGrpc.Fusion"), `--Fusion:Listen=${at["Fusion"]}`, ...upstream("Fusion", ["Detection", "FaceStream", "BodyStream"])),
      Gateway: new Program(
        dll("services/Gateway", "EmotionGrpc.Gateway"), `--Gateway:Listen=${at["Gateway"]}`, ...upstream("Gateway", ["Detection", "FaceStream", "BodyStream", "Fusion"]), ...gatewaySettings,
      ),
    };
    suite.address = /** @type {string} */ (at["Gateway"]);
    await suite.ready();
    return suite;
  }

  address = "";
  /** @type {Record<string, Program>} */
  programs = {};

  /** Waits until every service answers. */
  async ready() {
    const end = performance.now() + HANGS;
    while (!(await fetch(`${this.address}/readyz`).then((r) => r.ok, () => false))) {
      const printed = () => Object.values(this.programs).map((p) => p.printed).join("\n");
      if (performance.now() > end) throw new Error(`The suite does not become ready: ${printed()}`);
      await setTimeout(100);
    }
  }

  async stop() {
    await Promise.all(Object.values(this.programs).map((p) => p.stop()));
  }
}
