import { parseArgs } from "node:util";
import { FusionPolicy } from "../gen/emotion/v1/fusion_pb.js";
import { CommandError, ExitCode } from "./exit-code.js";

const POLICIES: Record<string, FusionPolicy> = { average: FusionPolicy.AVERAGE, maximum: FusionPolicy.MAXIMUM, "occlusion-aware": FusionPolicy.OCCLUSION_AWARE };

/** What the user asked for. */
export interface RunOptions {
  readonly source: string;
  readonly server: string;
  readonly out: string | undefined;
  readonly ca: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  /** Undefined: as suits the source. */
  readonly realtime: boolean | undefined;
  readonly fps: number | undefined;
  readonly maxWidth: number | undefined;
  readonly quality: number;
  readonly policy: FusionPolicy;
  readonly segments: number;
  readonly window: number | undefined;
  readonly cadence: number;
  readonly keypoints: boolean;
  readonly name: string | undefined;
  readonly frames: number;
}

export const USAGE = `usage: emotion-grpc stream SOURCE [OPTIONS]

Streams a source and prints one JSON line per frame: the RecognizeResponse in the proto3 JSON mapping, never a picture.

SOURCE is a folder of JPEG and PNG pictures, which are sent as they are, or what the program ffmpeg reads: a video file, an RTSP or HTTP URL, a camera index (0, 1, ...).

  --server URL            address of the server (default http://127.0.0.1:8080); a key for it is read from the variable EMOTION_API_KEY
  --out FILE              write the lines to a file instead
  --realtime              pace frames by the source's clock; the newest wins when the server is slower (default, except for folders)
  --as-fast-as-possible   send frames as fast as the server allows and drop none (default for folders; not for cameras)
  --ca FILE               PEM file of who signed the server's certificate (default: Node's authorities)
  --certificate FILE      PEM file of the certificate to show to the server, with --key
  --key FILE              PEM file of the certificate's key
  --fps F                 send at most F frames per second, 0.1 to 240; a folder of pictures is played at F (default 10)
  --max-width W           scale frames of a video that are wider than W pixels down before sending, 64 to 8192
  --quality Q             JPEG quality of a video's frames, 1 to 100 (default 90)
  --policy P              fusion policy: ${Object.keys(POLICIES).join(", ")} (default: the server's)
  --segments N            segments in the consensus, 1 to 64 (default: the server's)
  --window S              seconds that the segments span, 0.1 to 60 (default: the server's)
  --cadence N             frames at most from one search for persons to the next, 1 to 100 (default: the server's)
  --keypoints             ask for keypoints
  --name NAME             name of the session in lists and dashboards, at most 64 characters (default: the source's)
  --frames N              stop after N frames

Exit codes: 0 frames were answered, 1 failed, 2 wrong usage, 3 the source cannot be opened, 4 the server is not reachable.
`;

/**
 * Reads a command line; undefined: the user asked for help.
 * @throws {CommandError} It is wrong; the sentence says what and what is allowed.
 */
export function readCommandLine(args: readonly string[]): RunOptions | undefined {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" }, server: { type: "string", default: "http://127.0.0.1:8080" }, out: { type: "string" }, realtime: { type: "boolean" },
        "as-fast-as-possible": { type: "boolean" }, ca: { type: "string" }, certificate: { type: "string" }, key: { type: "string" }, fps: { type: "string" },
        "max-width": { type: "string" }, quality: { type: "string", default: "90" }, policy: { type: "string" }, segments: { type: "string" }, window: { type: "string" },
        cadence: { type: "string" },
        keypoints: { type: "boolean", default: false }, name: { type: "string" }, frames: { type: "string" },
      },
    });
  } catch (e) {
    throw wrong((e as Error).message);
  }
  const { values, positionals } = parsed;
  if (values.help === true) return undefined;
  const [command, source, ...rest] = positionals;
  if (command !== "stream") throw wrong(command === undefined ? "There is no command; allowed is stream SOURCE." : `There is no command '${command}'; allowed is stream.`);
  if (source === undefined || rest.length > 0) throw wrong("Give one SOURCE: a folder of pictures, a video file, an RTSP or HTTP URL, or a camera index.");
  if (values.realtime === true && values["as-fast-as-possible"] === true) throw wrong("--realtime and --as-fast-as-possible exclude each other; give one of them or none.");
  if (values.policy !== undefined && POLICIES[values.policy] === undefined) throw wrong(`'${values.policy}' is not a fusion policy; allowed are ${Object.keys(POLICIES).join(", ")}.`);
  if (values.name !== undefined && values.name.length > 64) throw wrong("The name is too long; it may have 64 characters.");
  return {
    source, server: values.server, out: values.out, ca: values.ca, certificate: values.certificate, key: values.key,
    realtime: values.realtime === true ? true : values["as-fast-as-possible"] === true ? false : undefined,
    fps: number("--fps", values.fps, 0.1, 240),
    maxWidth: whole("--max-width", values["max-width"], 64, 8192),
    quality: whole("--quality", values.quality, 1, 100)!,
    policy: values.policy === undefined ? FusionPolicy.UNSPECIFIED : POLICIES[values.policy]!,
    segments: whole("--segments", values.segments, 1, 64) ?? 0,
    window: number("--window", values.window, 0.1, 60),
    cadence: whole("--cadence", values.cadence, 1, 100) ?? 0,
    keypoints: values.keypoints,
    name: values.name,
    frames: whole("--frames", values.frames, 1, Number.MAX_SAFE_INTEGER) ?? Infinity,
  };
}

function number(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !(value >= least && value <= most)) throw wrong(`'${text}' does not fit ${name}; it wants a number from ${least} to ${most}.`);
  return value;
}

function whole(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text) || Number(text) < least || Number(text) > most) throw wrong(`'${text}' does not fit ${name}; it wants a whole number from ${least} to ${most}.`);
  return Number(text);
}

function wrong(sentence: string): CommandError {
  return new CommandError(ExitCode.WrongUsage, sentence);
}
