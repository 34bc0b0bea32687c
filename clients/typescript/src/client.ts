import { readFileSync } from "node:fs";
import { type Client, createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import { RecognitionService } from "./gen/emotion/v1/recognition_pb.js";
import { checkClientOptions, type ClientOptions, type SessionOptions } from "./options.js";
import { EmotionSession } from "./session.js";

/** Talks to one server; one client serves any number of sessions. */
export class EmotionClient implements Disposable {
  /** The calls of RecognitionService themselves. */
  readonly recognition: Client<typeof RecognitionService>;
  readonly #connections: Http2SessionManager;

  /** @throws {RangeError} An option is wrong; the sentence says which and what is allowed. */
  constructor(options: string | ClientOptions) {
    const all = typeof options === "string" ? { address: options } : options;
    checkClientOptions(all);
    const { address, keepAliveInterval = 20_000, maximumMessageBytes = 32 * 1024 * 1024 } = all;
    this.#connections = new Http2SessionManager(address, { pingIntervalMs: keepAliveInterval, pingTimeoutMs: keepAliveInterval }, tls(all));
    const transport = createGrpcTransport({
      baseUrl: address,
      sessionManager: this.#connections,
      interceptors: [credentials(all)],
      readMaxBytes: maximumMessageBytes,
      writeMaxBytes: maximumMessageBytes,
    });
    this.recognition = createClient(RecognitionService, transport);
  }

  /**
   * Opens a live session.
   * @throws {RangeError} An option is wrong.
   * @throws {EmotionError} The server cannot be reached or refuses.
   */
  openSession(options: SessionOptions = {}): Promise<EmotionSession> {
    return EmotionSession.open(this.recognition, options);
  }

  /** Closes the connection. */
  close(): void {
    this.#connections.abort();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function tls(options: ClientOptions) {
  const { certificateAuthorityFile, clientCertificateFile, clientKeyFile } = options;
  return {
    ...(certificateAuthorityFile === undefined ? {} : { ca: readFileSync(certificateAuthorityFile) }),
    ...(clientCertificateFile === undefined || clientKeyFile === undefined ? {} : { cert: readFileSync(clientCertificateFile), key: readFileSync(clientKeyFile) }),
  };
}

function credentials({ apiKey, bearerToken, bearerTokenFile }: ClientOptions): Interceptor {
  return (next) => (request) => {
    const token = bearerTokenFile === undefined ? bearerToken : readFileSync(bearerTokenFile, "utf8").trim();
    if (apiKey !== undefined) request.header.set("x-api-key", apiKey);
    if (token !== undefined) request.header.set("authorization", `Bearer ${token}`);
    return next(request);
  };
}
