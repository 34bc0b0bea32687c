import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { ImageFormat } from "../gen/emotion/v1/image_pb.js";
import { CommandError, ExitCode } from "./exit-code.js";
import type { Source, SourceFrame, SourceOptions } from "./sources.js";

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
const DEFAULT_RATE = 25;

/**
 * Opens what the program ffmpeg reads, as JPEG pictures.
 * @param text What the user typed.
 * @param name Its name in lists.
 * @param input ffmpeg's input options.
 * @param isLive Whether frames come as they happen.
 * @param options How it is read.
 * @throws {CommandError} It cannot be opened, or there is no ffmpeg.
 */
export async function openVideo(text: string, name: string, input: string[], isLive: boolean, options: SourceOptions): Promise<Source> {
  const rate = isLive ? DEFAULT_RATE : await probeRate(text);
  const wanted = options.fps !== undefined && (isLive || options.fps < rate) ? options.fps : undefined;
  const filters = [
    ...(wanted === undefined ? [] : [`fps=${wanted}`]),
    ...(options.maxWidth === undefined ? [] : [`scale=min(${options.maxWidth}\\,iw):-2`]),
  ];
  const output = [
    ...(filters.length === 0 ? [] : ["-vf", filters.join(",")]),
    ...["-an", "-fps_mode", "passthrough", "-f", "image2pipe", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-huffman", "optimal"],
    // Its scale is 2 (best) to 31.
    ...["-q:v", String(Math.max(2, Math.round(31 - 0.29 * options.quality)))],
  ];
  // A file is read at its own pace where somebody watches the clock.
  const pace = !isLive && options.realtime !== false ? ["-re"] : [];
  // Started when the first frame is asked for: until then there is nothing to stop.
  async function* frames(): AsyncGenerator<SourceFrame, void, undefined> {
    const ffmpeg = spawn("ffmpeg", ["-v", "error", "-nostdin", ...pace, ...input, ...output, "pipe:1"], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    ffmpeg.stderr.on("data", (text: Buffer) => (said = (said + text.toString()).slice(-1000)));
    const failed = new Promise<Error | undefined>((resolve) => {
      ffmpeg.on("error", resolve);
      ffmpeg.on("close", () => resolve(undefined));
    });
    const start = performance.now();
    let number = 0;
    try {
      for await (const data of jpegs(ffmpeg.stdout)) {
        yield { format: ImageFormat.JPEG, data, time: isLive ? performance.now() - start : (1000 * number) / (wanted ?? rate) };
        number += 1;
      }
      const failure = await failed;
      if (failure !== undefined) throw noFfmpeg(failure);
      if (number === 0) throw notOpened(text, said);
    } finally {
      ffmpeg.kill();
    }
  }
  return { name, isLive, isFolder: false, frames: frames() };
}

async function probeRate(file: string): Promise<number> {
  const probe = spawn("ffprobe", ["-v", "error", "-select_streams", "v:0", "-show_entries", "stream=avg_frame_rate", "-of", "csv=p=0", file], { stdio: ["ignore", "pipe", "pipe"] });
  let [out, said] = ["", ""];
  probe.stdout.on("data", (text: Buffer) => (out += text.toString()));
  probe.stderr.on("data", (text: Buffer) => (said += text.toString()));
  await new Promise((resolve, reject) => {
    probe.on("error", (e) => reject(noFfmpeg(e)));
    probe.on("close", resolve);
  });
  const [count, seconds] = out.trim().split("/").map(Number);
  if (count === undefined || Number.isNaN(count)) throw notOpened(file, said);
  const rate = count / (seconds ?? 1);
  return rate > 0 && rate <= 240 ? rate : DEFAULT_RATE;
}

/** Cuts a stream of JPEG pictures; within one, 0xff is followed by a zero or a marker that is not the end. */
async function* jpegs(stream: Readable): AsyncGenerator<Uint8Array, void, undefined> {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = Math.max(0, rest.length - 1);
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(END_OF_IMAGE, from); end >= 0; end = rest.indexOf(END_OF_IMAGE, from)) {
      yield new Uint8Array(rest.subarray(0, end + 2));
      rest = rest.subarray(end + 2);
      from = 0;
    }
  }
}

function notOpened(text: string, said: string): CommandError {
  const reason = said.trim().split("\n").at(-1) ?? "";
  return new CommandError(ExitCode.SourceNotOpened, `'${text}' is not a video that can be read${reason === "" ? "" : ` (${reason})`}.`);
}

function noFfmpeg(failure: Error): CommandError {
  return new CommandError(ExitCode.SourceNotOpened, `Videos are read by the programs ffmpeg and ffprobe, which cannot be started: ${failure.message}. Install ffmpeg.`);
}
