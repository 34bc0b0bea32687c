import { signal } from "@preact/signals";
import { Code, ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { RecognitionService } from "../gen/emotion/v1/recognition_pb.ts";

/** What the gateway said when it asked for a key; undefined: it has not asked. */
export const accessWanted = signal<string | undefined>(undefined);

// In memory only: it is gone with the page.
let key = "";

const withKey: Interceptor = (next) => (request) => {
  if (key !== "") request.header.set("x-api-key", key);
  return next(request);
};

/** The suite behind the gateway that served this page. */
export const recognition = createClient(RecognitionService, createGrpcWebTransport({ baseUrl: location.origin, interceptors: [withKey] }));

/** Takes a key for all further calls. */
export function useKey(text: string): void {
  key = text;
  accessWanted.value = undefined;
}

/** The key, as a header for requests that are not gRPC. */
export function keyHeader(): Record<string, string> {
  return key === "" ? {} : { "x-api-key": key };
}

/** Says a failure in a sentence, and asks for a key when that is what is missing. */
export function explain(failure: unknown): string {
  const error = ConnectError.from(failure);
  if (error.code === Code.Unauthenticated || error.code === Code.PermissionDenied) accessWanted.value = error.rawMessage;
  if (error.code === Code.Unavailable || error.code === Code.Unknown) return `The server does not answer: ${error.rawMessage || "the connection failed"}`;
  return error.rawMessage;
}

/** Whether a call ended because the page wanted it to. */
export function wasStopped(failure: unknown): boolean {
  return ConnectError.from(failure).code === Code.Canceled;
}

/** Whether what was asked for is not there (any more). */
export function isGone(failure: unknown): boolean {
  return ConnectError.from(failure).code === Code.NotFound;
}
