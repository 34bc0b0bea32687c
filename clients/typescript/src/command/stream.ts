import { openSync, writeSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { toJsonString } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { toMessage } from "../answers.js";
import { EmotionClient } from "../client.js";
import { EmotionError } from "../error.js";
import { RecognizeResponseSchema } from "../gen/emotion/v1/recognition_pb.js";
import type { SessionOptions } from "../options.js";
import type { EmotionSession } from "../session.js";
import type { StateChange } from "../state.js";
import { CommandError, ExitCode } from "./exit-code.js";
import type { RunOptions } from "./options.js";
import { openSource, type Source } from "./sources.js";

const LONGEST_NAME = 64;
const PATIENCE = 60_000; // The longest there is: where no frame may be lost, none may grow too old.

/** Streams a source and prints what comes back. */
export async function stream(options: RunOptions): Promise<ExitCode> {
  const write = output(options.out);
  const client = connect(options);
  try {
    const source = await openSource(options.source, options);
    const realtime = options.realtime ?? !source.isFolder;
    const session = await client.openSession(sessionOptions(options, source, realtime));
    session.onStateChange = tell;
    // Stops in order: what is in hand is answered.
    const stopping = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
    const sending = send(options, source, session, realtime, stopping.signal).catch((e: unknown) => e);
    for await (const answer of session) write(`${toJsonString(RecognizeResponseSchema, toMessage(answer))}\n`);
    const failure = await sending;
    if (failure instanceof Error) throw failure;
    return judge(session);
  } catch (e) {
    throw explain(e, options.server);
  } finally {
    client.close();
  }
}

async function send(options: RunOptions, source: Source, session: EmotionSession, realtime: boolean, stopping: AbortSignal): Promise<void> {
  const start = Date.now();
  const begin = performance.now();
  let sent = 0;
  try {
    for await (const frame of source.frames) {
      const ahead = begin + frame.time - performance.now();
      if (realtime && ahead > 0) await setTimeout(ahead, undefined, { signal: stopping }).catch(() => undefined);
      if (stopping.aborted) return;
      const message = { captureTime: timestampFromMs(start + frame.time), image: { format: frame.format, data: frame.data } };
      if (!realtime || !session.offer(message)) await session.send(message);
      sent += 1;
      if (sent >= options.frames || stopping.aborted) return;
    }
  } finally {
    if (session.state !== "failed") await session.complete();
  }
}

function connect(options: RunOptions): EmotionClient {
  const key = process.env["EMOTION_API_KEY"];
  try {
    return new EmotionClient({
      address: options.server,
      ...(key === undefined || key === "" ? {} : { apiKey: key }),
      ...(options.ca === undefined ? {} : { certificateAuthorityFile: options.ca }),
      ...(options.certificate === undefined ? {} : { clientCertificateFile: options.certificate }),
      ...(options.key === undefined ? {} : { clientKeyFile: options.key }),
    });
  } catch (e) {
    throw new CommandError(ExitCode.WrongUsage, (e as Error).message);
  }
}

function sessionOptions(options: RunOptions, source: Source, realtime: boolean): SessionOptions {
  return {
    server: {
      fusion: { policy: options.policy, segments: options.segments, ...(options.window === undefined ? {} : { window: duration(1000 * options.window) }) },
      source: (options.name ?? source.name).slice(0, LONGEST_NAME),
      cadence: options.cadence,
      keypoints: options.keypoints,
      newestOnly: realtime,
      ...(realtime ? {} : { timeToLive: duration(PATIENCE) }),
    },
    // A camera that gives up is of no use to anybody.
    reconnect: source.isLive ? { maximumAttempts: Infinity } : {},
  };
}

function judge(session: EmotionSession): ExitCode {
  const { sent, results, dropped, errors, reconnects, medianAge, percentile95Age } = session.counters;
  const drops = Object.entries(dropped).map(([reason, n]) => `${n} ${reason}`).join(", ") || "none";
  const age = medianAge === undefined ? "" : `, age of results p50 ${medianAge.toFixed(0)} ms, p95 ${percentile95Age!.toFixed(0)} ms`;
  process.stderr.write(`${sent} frames sent, ${results} results, dropped: ${drops}, ${errors} errors, ${reconnects} reconnects${age}\n`);
  if (results > 0) return ExitCode.Ok;
  process.stderr.write("No frame got a result.\n");
  return ExitCode.Failed;
}

function tell(change: StateChange): void {
  if (change.state === "reconnecting") process.stderr.write(`Reconnecting (attempt ${change.attempt}): ${change.reason}\n`);
  else if (change.resumed === true) process.stderr.write("Connected again; persons and their context go on.\n");
  else if (change.resumed === false) process.stderr.write(`Connected again. ${change.reason}\n`);
}

function explain(e: unknown, server: string): unknown {
  if (!(e instanceof EmotionError)) return e;
  switch (e.code) {
    case Code.Unavailable:
      return new CommandError(ExitCode.ServerNotReachable, `No server answers at ${server} (${e.sentence.replace(/\.$/, "")}); name another with --server.`);
    case Code.Unimplemented:
      return new CommandError(ExitCode.ServerNotReachable, `What answers at ${server} is not an EmotionGrpc server.`);
    case Code.InvalidArgument:
      return new CommandError(ExitCode.WrongUsage, `The server refuses the options: ${e.sentence}`);
    default:
      return new CommandError(ExitCode.Failed, `The session failed: ${e.message}.`);
  }
}

function output(file: string | undefined): (line: string) => void {
  if (file === undefined) return (line) => void process.stdout.write(line);
  try {
    const descriptor = openSync(file, "w");
    return (line) => void writeSync(descriptor, line);
  } catch (e) {
    throw new CommandError(ExitCode.WrongUsage, `'${file}' cannot be written: ${(e as Error).message}`);
  }
}

function duration(milliseconds: number): { seconds: bigint; nanos: number } {
  return { seconds: BigInt(Math.floor(milliseconds / 1000)), nanos: Math.round((milliseconds % 1000) * 1e6) };
}
