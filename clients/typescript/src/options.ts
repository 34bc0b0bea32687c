import { existsSync, statSync } from "node:fs";
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { SessionOptionsSchema } from "./gen/emotion/v1/recognition_pb.js";

/** Which server a client talks to, and how. Times in milliseconds. */
export interface ClientOptions {
  /** `http://HOST:PORT` (HTTP/2 without TLS) or `https://HOST:PORT`. */
  readonly address: string;
  /** A key that the gateway knows; sent as `x-api-key`. */
  readonly apiKey?: string;
  /** A token that the gateway's issuer signed; sent as `authorization: Bearer`. */
  readonly bearerToken?: string;
  /** A file that holds such a token; read at every call, so that it may be renewed in place. */
  readonly bearerTokenFile?: string;
  /** Allows a key or token over `http` to another machine, where everybody on the way can read it. Default: refused. */
  readonly allowCredentialsWithoutTls?: boolean;
  /** PEM file of who may have signed the server's certificate; default: Node's authorities. */
  readonly certificateAuthorityFile?: string;
  /** PEM file of the certificate to show (mTLS), with `clientKeyFile`. */
  readonly clientCertificateFile?: string;
  readonly clientKeyFile?: string;
  /** Largest message either way, 1024 bytes to 1 GiB. Default 32 MiB, which is the server's own limit. */
  readonly maximumMessageBytes?: number;
  /** How often a quiet connection is asked for life by an HTTP/2 ping, 1 s to 10 min. Default 20 s. */
  readonly keepAliveInterval?: number;
}

/** What a session does when its connection breaks. Times in milliseconds. */
export interface ReconnectOptions {
  /** Attempts in a row before the session fails; 0: never reconnect; Infinity: never give up. Default 15, about a minute on average. */
  readonly maximumAttempts?: number;
  /** Whether the first opening is tried again too. Default: no, so that a wrong address is told at once. */
  readonly retryOpening?: boolean;
  /** Bound of the pause before the first attempt; doubles with each, and the pause is a random part of it. Default 200. */
  readonly initialPause?: number;
  /** Largest bound of a pause. Default 10000. */
  readonly maximumPause?: number;
  /** How long the server may take to confirm a session. Default 10000. */
  readonly openTimeout?: number;
  /** A connection that has lived so long was healthy: attempts begin anew after it. Default 5000. */
  readonly healthyAfter?: number;
  /** Written frames kept to be sent again, 1 to 10000; where there are more, answered ones go first, then the oldest. Default 64. */
  readonly maximumKeptFrames?: number;
  /** Bytes of their pictures. Default 64 MiB. */
  readonly maximumKeptBytes?: number;
  /** How often one frame is sent again before it is dropped, 0 to 100. Default 3. */
  readonly maximumResends?: number;
}

/** How a session shall work, at the server and here. Times in milliseconds. */
export interface SessionOptions {
  /** What the server is asked for: policy, segments, window, time to live, name, keypoints. */
  readonly server?: MessageInitShape<typeof SessionOptionsSchema>;
  readonly reconnect?: ReconnectOptions;
  /** How often a heartbeat is sent; proxies end streams that are quiet for about 100 s. Default 5000. */
  readonly heartbeatInterval?: number;
  /** Without any message for so long the connection counts as broken. Default 15000. */
  readonly heartbeatTimeout?: number;
  /** Answers that wait for a caller who does not read, before the server is slowed, 1 to 1000000. Default 256. */
  readonly answerBuffer?: number;
}

/** Options with everything filled in. */
export type Complete<T> = { readonly [K in keyof T]-?: NonNullable<T[K]> };

/** Session options with everything filled in. */
export type CompleteSessionOptions = Complete<Omit<SessionOptions, "reconnect">> & { readonly reconnect: Complete<ReconnectOptions> };

const HOUR = 3_600_000;
const GIBIBYTE = 1024 ** 3;

/** @throws {RangeError} An option is wrong; the sentences say which and what is allowed. */
export function checkClientOptions(options: ClientOptions): void {
  refuse(clientFaults(options));
}

/** @throws {RangeError} An option is wrong; the sentences say which and what is allowed. */
export function completeSessionOptions(options: SessionOptions): CompleteSessionOptions {
  const complete: CompleteSessionOptions = {
    server: {},
    heartbeatInterval: 5000,
    heartbeatTimeout: 15_000,
    answerBuffer: 256,
    ...options,
    reconnect: {
      maximumAttempts: 15,
      retryOpening: false,
      initialPause: 200,
      maximumPause: 10_000,
      openTimeout: 10_000,
      healthyAfter: 5000,
      maximumKeptFrames: 64,
      maximumKeptBytes: 64 * 1024 * 1024,
      maximumResends: 3,
      ...options.reconnect,
    },
  };
  refuse(sessionFaults(complete));
  return complete;
}

function* clientFaults(options: ClientOptions): Generator<string> {
  const { address } = options;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const good = url !== undefined && (url.protocol === "http:" || url.protocol === "https:") && url.pathname === "/";
  const secure = url?.protocol === "https:";
  if (!good) yield `address is '${address}'; allowed are http://HOST:PORT and https://HOST:PORT.`;
  const credentials = [options.apiKey, options.bearerToken, options.bearerTokenFile].filter((c) => c !== undefined);
  if (credentials.length > 1) yield "More than one of apiKey, bearerToken and bearerTokenFile is set; set one of them or none.";
  for (const name of ["apiKey", "bearerToken"] as const) {
    const value = options[name];
    if (value !== undefined && !/^[!-~]+$/.test(value)) yield `${name} is made of visible ASCII characters; this one is not.`;
  }
  if (good && credentials.length > 0 && !secure && !isLoopback(url.hostname) && !options.allowCredentialsWithoutTls)
    yield `address is '${address}' and a key or token is set: it would travel readable. Use https, or set allowCredentialsWithoutTls.`;
  if ((options.clientCertificateFile === undefined) !== (options.clientKeyFile === undefined))
    yield "Only one of clientCertificateFile and clientKeyFile is set; set both or none.";
  for (const name of ["bearerTokenFile", "certificateAuthorityFile", "clientCertificateFile", "clientKeyFile"] as const) {
    const file = options[name];
    if (file === undefined) continue;
    if (!existsSync(file) || !statSync(file).isFile()) yield `${name} is '${file}', which is not a file.`;
    else if (name !== "bearerTokenFile" && good && !secure) yield `${name} is set and address is '${address}'; certificates need https.`;
  }
  yield* between("maximumMessageBytes", options.maximumMessageBytes, 1024, GIBIBYTE);
  yield* between("keepAliveInterval", options.keepAliveInterval, 1000, 600_000);
}

function* sessionFaults(options: CompleteSessionOptions): Generator<string> {
  const { reconnect } = options;
  yield* between("heartbeatInterval", options.heartbeatInterval, 1, HOUR);
  yield* between("heartbeatTimeout", options.heartbeatTimeout, options.heartbeatInterval + 1, 24 * HOUR);
  yield* between("answerBuffer", options.answerBuffer, 1, 1_000_000);
  yield* between("reconnect.maximumAttempts", reconnect.maximumAttempts, 0, Infinity);
  yield* between("reconnect.initialPause", reconnect.initialPause, 1, HOUR);
  yield* between("reconnect.maximumPause", reconnect.maximumPause, reconnect.initialPause, HOUR);
  yield* between("reconnect.openTimeout", reconnect.openTimeout, 1, 600_000);
  yield* between("reconnect.healthyAfter", reconnect.healthyAfter, 0, HOUR);
  yield* between("reconnect.maximumKeptFrames", reconnect.maximumKeptFrames, 1, 10_000);
  yield* between("reconnect.maximumKeptBytes", reconnect.maximumKeptBytes, 1, 4 * GIBIBYTE);
  yield* between("reconnect.maximumResends", reconnect.maximumResends, 0, 100);
}

function* between(name: string, value: number | undefined, least: number, most: number): Generator<string> {
  if (value !== undefined && !(value >= least && value <= most)) yield `${name} is ${value}; allowed is ${least} to ${most}.`;
}

function refuse(faults: Iterable<string>): void {
  const sentences = [...faults];
  if (sentences.length > 0) throw new RangeError(sentences.join(" "));
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
