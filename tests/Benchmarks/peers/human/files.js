import { readFile } from "node:fs/promises";

/** An address that stands for the installed packages: the library loads its models by fetch only. */
export const packages = "http://packages/";

const folder = new URL("../node_modules/", import.meta.url);

/** Answers fetches of files of the installed packages from the disk. */
export function serveFiles() {
  const elsewhere = globalThis.fetch;
  globalThis.fetch = async (url, init) =>
    String(url).startsWith(packages) ? new Response(await readFile(new URL(String(url).slice(packages.length), folder))) : elsewhere(url, init);
}
