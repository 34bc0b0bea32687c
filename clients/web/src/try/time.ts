export { timestampNow } from "@bufbuild/protobuf/wkt";

/** Milliseconds as the contract's Duration. */
export function durationFromMs(milliseconds: number): { seconds: bigint; nanos: number } {
  return { seconds: BigInt(Math.floor(milliseconds / 1000)), nanos: Math.round((milliseconds % 1000) * 1e6) };
}
