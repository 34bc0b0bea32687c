import { existsSync, statSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ImageFormat } from "../gen/emotion/v1/image_pb.js";
import { CommandError, ExitCode } from "./exit-code.js";
import { openVideo } from "./video.js";

/** An encoded picture and its moment on the source's clock. */
export interface SourceFrame {
  readonly format: ImageFormat;
  readonly data: Uint8Array;
  /** Milliseconds since the first frame. */
  readonly time: number;
}

/** Pictures in order. */
export interface Source {
  readonly name: string;
  /** A camera or a stream: it does not end by itself. */
  readonly isLive: boolean;
  readonly isFolder: boolean;
  readonly frames: AsyncGenerator<SourceFrame, void, undefined>;
}

/** How a source is read. */
export interface SourceOptions {
  readonly realtime: boolean | undefined;
  readonly fps: number | undefined;
  readonly maxWidth: number | undefined;
  readonly quality: number;
}

const FORMATS: Record<string, ImageFormat> = { ".jpg": ImageFormat.JPEG, ".jpeg": ImageFormat.JPEG, ".png": ImageFormat.PNG };
const FOLDER_RATE = 10;

/**
 * Finds out what a source is and opens it.
 * @throws {CommandError} It cannot be opened.
 */
export async function openSource(text: string, options: SourceOptions): Promise<Source> {
  if (existsSync(text) && statSync(text).isDirectory()) return openFolder(text, options.fps ?? FOLDER_RATE);
  if (existsSync(text)) return openVideo(text, path.basename(text), ["-i", text], false, options);
  if (/^\d+$/.test(text)) return openVideo(text, `camera ${text}`, ["-f", "v4l2", "-i", `/dev/video${text}`], true, options);
  if (/^(rtsps?|https?):\/\//.test(text)) return openVideo(text, text, ["-i", text], true, options);
  throw new CommandError(
    ExitCode.SourceNotOpened,
    `There is no file or folder '${text}'; allowed are a camera index (0, 1, ...), an rtsp:// or http:// URL, a video file, and a folder of pictures.`,
  );
}

async function openFolder(folder: string, rate: number): Promise<Source> {
  const order = new Intl.Collator("en", { numeric: true });
  const files = (await readdir(folder)).filter((name) => FORMATS[path.extname(name).toLowerCase()] !== undefined).sort((a, b) => order.compare(a, b));
  if (files.length === 0) throw new CommandError(ExitCode.SourceNotOpened, `The folder '${folder}' holds no pictures; allowed are ${Object.keys(FORMATS).map((e) => e.slice(1)).join(", ")}.`);
  async function* frames(): AsyncGenerator<SourceFrame, void, undefined> {
    for (const [i, name] of files.entries())
      yield { format: FORMATS[path.extname(name).toLowerCase()]!, data: await readFile(path.join(folder, name)), time: (1000 * i) / rate };
  }
  return { name: path.basename(path.resolve(folder)), isLive: false, isFolder: true, frames: frames() };
}
