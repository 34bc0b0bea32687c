import { type ChildProcess, execFileSync, spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
export const SAMPLE = path.join(ROOT, "clients/edge/samples/webcam.mp4");
const HANGS = 120_000; // Nothing here takes that long unless it hangs.

/** How a program of the suite is started. */
export function dll(folder: string, name: string): string {
  return path.join(ROOT, folder, "bin/Release/net10.0", `${name}.dll`);
}

/** A port that nobody listens on; below those that systems hand to outgoing connections, which may be taken before it is used. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) =>
      server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true)),
    );
    if (!free) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/** The whole suite in one process, its gateway at a port of loopback. */
export class Suite {
  private constructor(
    readonly port: number,
    readonly process: ChildProcess,
  ) {}

  static async start(port: number, ...settings: string[]): Promise<Suite> {
    const child = spawn("dotnet", [dll("services/Standalone", "EmotionGrpc.Standalone"), "--port", String(port), ...settings], { stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (printed += text.toString()));
    await waitUntil(async () => {
      if (child.exitCode !== null) throw new Error(`The suite ended with ${child.exitCode}: ${printed}`);
      return await fetch(`http://127.0.0.1:${port}/readyz`).then((r) => r.ok).catch(() => false);
    });
    return new Suite(port, child);
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill(signal);
    await ended;
  }
}

/** Runs the command of this package. */
export function command(args: string[], environment: Record<string, string> = {}): SpawnSyncReturns<string> {
  const main = fileURLToPath(new URL("../src/command/main.js", import.meta.url));
  return spawnSync(process.execPath, [main, ...args], { encoding: "utf8", env: { ...process.env, ...environment }, timeout: HANGS, maxBuffer: 1 << 28 });
}

/** A folder that is deleted when the process ends. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "emotion-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The sample's first frames, in a folder of files. */
export function pictures(folder: string, count: number, kind: "png" | "jpg"): string[] {
  mkdirSync(folder, { recursive: true });
  execFileSync("ffmpeg", ["-v", "error", "-i", SAMPLE, "-frames:v", String(count), "-q:v", "3", path.join(folder, `f%03d.${kind}`)]);
  return readdirSync(folder).sort().map((name) => path.join(folder, name));
}

/** The sample's first frames as bytes. */
export function sampleFrames(count: number): Uint8Array[] {
  return pictures(path.join(scratchFolder(), "jpg"), count, "jpg").map((file) => new Uint8Array(readFileSync(file)));
}

/** Waits for what will come unless something hangs. */
export async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + HANGS;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error("It did not happen.");
    await setTimeout(50);
  }
}
