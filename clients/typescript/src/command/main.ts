#!/usr/bin/env node
import { CommandError } from "./exit-code.js";
import { readCommandLine, USAGE } from "./options.js";
import { stream } from "./stream.js";

try {
  const options = readCommandLine(process.argv.slice(2));
  if (options === undefined) process.stdout.write(USAGE);
  else process.exitCode = await stream(options);
} catch (e) {
  if (!(e instanceof CommandError)) throw e;
  process.stderr.write(`${e.message}\n`);
  process.exitCode = e.code;
}
