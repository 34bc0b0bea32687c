import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { command, dll, freePort, pictures, SAMPLE, scratchFolder, Suite } from "./programs.js";

const COUNT = 40;
const folder = scratchFolder();
let suite: Suite;

before(async () => (suite = await Suite.start(await freePort())));
after(() => suite.stop());

interface Result {
  sequence: string;
  width: number;
  followed?: boolean;
  persons?: { trackId: number; keypoints?: unknown[]; emotion: { label?: string; scores?: { label: string; probability?: number }[] } }[];
}

test("the results are those of the .NET client, frame by frame", () => {
  // The edge client encodes what it reads; this one sends JPEG files as they are. So it gets what the edge client makes of the same pixels.
  pictures(path.join(folder, "png"), COUNT, "png");
  execFileSync("/usr/bin/python3", ["-c", `
import cv2, os, sys
os.mkdir(sys.argv[2])
for name in os.listdir(sys.argv[1]):
    cv2.imwrite(f"{sys.argv[2]}/{name[:-4]}.jpg", cv2.imread(f"{sys.argv[1]}/{name}"), [cv2.IMWRITE_JPEG_QUALITY, 90])
`, path.join(folder, "png"), path.join(folder, "jpg")]);
  const theirs = path.join(folder, "edge.jsonl");
  execFileSync("dotnet", [dll("clients/edge", "emotion-edge"), "stream", path.join(folder, "png"), "--server", suite.address, "--out", theirs], { stdio: "ignore" });
  const ran = command(["stream", path.join(folder, "jpg"), "--server", suite.address]);
  assert.equal(ran.status, 0, ran.stderr);
  const [expected, actual] = [results(readFileSync(theirs, "utf8")), results(ran.stdout)];
  assert.deepEqual(actual.map((r) => r.sequence), Array.from({ length: COUNT }, (_, i) => String(i + 1)));
  let compared = 0;
  for (const [i, result] of expected.entries()) {
    const [one, other] = [result.persons ?? [], actual[i]!.persons ?? []];
    assert.deepEqual(one.map((p) => [p.trackId, p.emotion.label]), other.map((p) => [p.trackId, p.emotion.label]), `frame ${i + 1}`);
    for (const [j, person] of one.entries())
      for (const [k, score] of (person.emotion.scores ?? []).entries()) {
        const again = other[j]!.emotion.scores![k]!;
        assert.equal(again.label, score.label);
        assert.ok(Math.abs((again.probability ?? 0) - (score.probability ?? 0)) <= 1e-3, `frame ${i + 1}, ${score.label}`);
        compared += 1;
      }
  }
  assert.ok(compared > COUNT);
});

test("a video in real time has one line for each frame", () => {
  const out = path.join(folder, "video.jsonl");
  const ran = command(["stream", SAMPLE, "--frames", "40", "--max-width", "320", "--keypoints", "--cadence", "10", "--out", out, "--server", suite.address]);
  assert.equal(ran.status, 0, ran.stderr);
  const lines = readFileSync(out, "utf8").trim().split("\n").map((line) => JSON.parse(line) as Record<string, Result>);
  assert.deepEqual(lines.map((l) => Number(Object.values(l)[0]!.sequence)).sort((a, b) => a - b), Array.from({ length: 40 }, (_, i) => i + 1));
  const found = lines.flatMap((l) => (l["result"] === undefined ? [] : [l["result"]]));
  assert.ok(found.every((r) => r.width === 320));
  assert.ok(found.some((r) => r.followed)); // what a cadence is for
  assert.ok(found.some((r) => r.persons?.some((p) => (p.keypoints?.length ?? 0) === 17)));
  assert.match(ran.stderr, /40 frames sent, \d+ results, dropped: .*, 0 errors, 0 reconnects, age of results p50 \d+ ms/);
});

test("what is wrong is told with an exit code of its own", async () => {
  mkdirSync(path.join(folder, "empty"));
  writeFileSync(path.join(folder, "broken.mp4"), "no video");
  const nobody = `http://127.0.0.1:${await freePort()}`;
  for (const [args, code, sentence] of [
    [["stream", "nowhere.mp4"], 3, "There is no file or folder 'nowhere.mp4'; allowed are"],
    [["stream", path.join(folder, "empty")], 3, "holds no pictures; allowed are jpg"],
    [["stream", path.join(folder, "broken.mp4")], 3, "is not a video that can be read"],
    [["stream", SAMPLE, "--quality", "101"], 2, "'101' does not fit --quality; it wants a whole number from 1 to 100"],
    [["stream", SAMPLE, "--cadence", "0"], 2, "'0' does not fit --cadence; it wants a whole number from 1 to 100"],
    [["stream", SAMPLE, "--policy", "best"], 2, "'best' is not a fusion policy; allowed are average, maximum, occlusion-aware"],
    [["stream", SAMPLE, "--realtime", "--as-fast-as-possible"], 2, "exclude each other"],
    [["stream", SAMPLE, "--wrong"], 2, "--wrong"],
    [["stream"], 2, "Give one SOURCE"],
    [["watch"], 2, "There is no command 'watch'; allowed is stream"],
    [["stream", SAMPLE, "--out", path.join(folder, "no", "file")], 2, "cannot be written"],
    [["stream", SAMPLE, "--server", "localhost"], 2, "allowed are http://HOST:PORT"],
    [["stream", SAMPLE, "--server", nobody], 4, `No server answers at ${nobody}`],
  ] as [string[], number, string][]) {
    const ran = command([...args, ...(args.includes("--server") ? [] : ["--server", suite.address])]);
    assert.equal(ran.status, code, `${args.join(" ")}: ${ran.stderr}`);
    assert.ok(ran.stderr.includes(sentence), ran.stderr);
    assert.ok(!ran.stderr.includes("    at "), ran.stderr);
  }
});

test("a gateway that asks for TLS and a key", async () => {
  const [certificate, key, keys] = [path.join(folder, "gateway.crt"), path.join(folder, "gateway.key"), path.join(folder, "keys.jsonl")];
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/CN=localhost",
    "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate], { stdio: "ignore" });
  const made = spawnSync("dotnet", [dll("services/Gateway", "EmotionGrpc.Gateway"), "key", "new", "--name", "door", "--scopes", "recognize"], { encoding: "utf8" });
  writeFileSync(keys, made.stdout);
  // The key itself is told once, beside the line that is kept.
  const secret = /emo_\S+/.exec(made.stderr)![0];
  const [port, ready] = [await freePort(), await freePort()];
  const guarded = await Suite.start(ready, `--Gateway:Listen=https://127.0.0.1:${port}`, `--Gateway:Tls:Certificate=${certificate}`, `--Gateway:Tls:Key=${key}`,
    `--Gateway:ApiKeys=${keys}`, `--Gateway:Operations=http://127.0.0.1:${ready}`);
  pictures(path.join(folder, "few"), 5, "jpg");
  const args = ["stream", path.join(folder, "few"), "--server", `https://localhost:${port}`];
  const letIn = command([...args, "--ca", certificate], { EMOTION_API_KEY: secret });
  const refused = command([...args, "--ca", certificate], { EMOTION_API_KEY: "emo_wrong" });
  const notTrusted = command(args, { EMOTION_API_KEY: secret });
  await guarded.stop();
  assert.equal(letIn.status, 0, letIn.stderr);
  assert.equal(letIn.stdout.trim().split("\n").length, 5);
  assert.equal(refused.status, 1, refused.stderr);
  assert.match(refused.stderr, /Unauthenticated/);
  assert.notEqual(notTrusted.status, 0);
  assert.match(notTrusted.stderr, /self-signed certificate/);
});

test("help names every exit code", () => {
  const ran = command(["--help"]);
  assert.equal(ran.status, 0);
  assert.match(ran.stdout, /0 frames were answered, 1 failed, 2 wrong usage, 3 the source cannot be opened, 4 the server/);
});

test("the example of the README works", () => {
  const text = readFileSync(fileURLToPath(new URL("../../README.md", import.meta.url)), "utf8");
  const code = text.split("```js\n")[1]!.split("```")[0]!.replace("http://127.0.0.1:8080", suite.address);
  // Beside the package, so that its name is found.
  const script = fileURLToPath(new URL("../readme-example.mjs", import.meta.url));
  writeFileSync(script, code);
  pictures(path.join(folder, "ten"), 10, "jpg");
  const ran = spawnSync(process.execPath, [script, path.join(folder, "ten")], { encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stdout, /frame 10, person 1: \w+/);
});

function results(lines: string): Result[] {
  return lines.trim().split("\n").map((line) => (JSON.parse(line) as { result: Result }).result);
}
