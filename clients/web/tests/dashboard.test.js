// @ts-check
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { dll, Program, SAMPLE, Suite } from "./programs.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHOWN_WITHIN = 3000; // A service that has died is on the page within 3 s: that is promised.
const folder = mkdtempSync(path.join(tmpdir(), "emotion-"));
const webcam = path.join(folder, "webcam.y4m");

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("playwright-core").Page} */
let page;
/** @type {Suite} */
let suite;
/** @type {string[]} */
let faults = [];

before(async () => {
  execFileSync("ffmpeg", ["-v", "error", "-i", SAMPLE, "-t", "8", "-pix_fmt", "yuv420p", webcam]);
  execFileSync("ffmpeg", ["-v", "error", "-i", SAMPLE, "-t", "6", "-c:v", "libvpx", "-b:v", "1M", path.join(folder, "clip.webm")]);
  writeFileSync(path.join(folder, "broken.webm"), "no video");
  suite = await Suite.start();
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${webcam}`],
  });
});

after(async () => {
  await browser.close();
  await suite.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(page.url() === "about:blank" ? request.url() : page.url()).origin) && !request.url().startsWith("blob:")) faults.push(`asked for ${request.url()}`);
  });
});

afterEach(async () => {
  await page.context().close();
});

describe("sessions", () => {
  test("the page says what there is, without an error in the console", async () => {
    await page.goto(suite.address);
    await page.getByText("No session is live.").waitFor();
    for (const name of ["Gateway", "Detection", "FaceStream", "BodyStream", "Fusion"]) await page.locator(`.chip.good[data-service=${name}]`).waitFor();
    await checkAccessibility();
    assert.deepEqual(faults, []);
  });

  test("a session appears, its bars move, and a service that dies is shown", async () => {
    await page.goto(suite.address);
    await page.getByText("No session is live.").waitFor();
    const edge = stream(60);
    try {
      await page.locator("tr[data-session] th", { hasText: "door" }).waitFor();
      await page.locator(".person .bar").first().waitFor();
      const widths = () => page.locator(".person .bar").evaluateAll((bars) => bars.map((bar) => /** @type {HTMLElement} */ (bar).style.width).join());
      const first = await widths();
      await page.waitForFunction((before) => [...document.querySelectorAll(".person .bar")].map((bar) => /** @type {HTMLElement} */ (bar).style.width).join() !== before, first);
      assert.equal(await page.locator(".person").first().locator(".bars li").count(), 7);
      await page.locator(".person", { hasText: /mask/ }).waitFor();
      await page.locator("tr[data-stream=Face]", { hasText: "face-tsn" }).first().waitFor();
      await page.locator("tr[data-stream=Body]", { hasText: "body-motion" }).first().waitFor();
      await page.locator(".timeline canvas").first().waitFor();
      await page.locator("canvas.scene[aria-label^='1 person in frame ']").waitFor();
      assert.ok(await isDrawn("canvas.scene"));
      await checkAccessibility();

      await suite.programs["FaceStream"]?.stop("SIGKILL");
      await page.locator(".chip.bad[data-service=FaceStream]", { hasText: "missing" }).waitFor({ timeout: SHOWN_WITHIN });
      // The person is scored on, by the body alone.
      await page.locator("tr[data-stream=Face]", { hasText: "the service does not answer" }).first().waitFor();
      await checkAccessibility();
      suite.programs["FaceStream"]?.again();
      // Fusion misses its stream too, and hears a moment later that it is back.
      for (const name of ["FaceStream", "Fusion"]) await page.locator(`.chip.good[data-service=${name}]`).waitFor();
      await page.locator("tr[data-stream=Face]", { hasText: "face-tsn" }).first().waitFor();
    } finally {
      await edge.stop();
    }
    await page.getByText("The session is over.").waitFor();
    // While the service was away the page was told so by HTTP: the browser writes that into its console.
    assert.deepEqual(faults.filter((f) => !/status of 503/.test(f)), []);
  });

  test("a person who leaves the picture is told to have left, in words that can be read", async () => {
    const leaves = path.join(folder, "leaves.mp4");
    execFileSync("ffmpeg", ["-v", "error", "-t", "3", "-i", SAMPLE, "-vf", "tpad=stop_mode=add:stop_duration=30:color=gray", leaves]);
    const edge = play(leaves, "hall");
    try {
      await page.goto(suite.address);
      await page.locator(".person:not(.gone) .bar").first().waitFor();
      await page.locator(".person.gone", { hasText: "not in the picture any more" }).first().waitFor();
      await checkAccessibility();
    } finally {
      await edge.stop();
    }
    assert.deepEqual(faults, []);
  });

  test("another session is chosen by the keyboard", async () => {
    const edges = [stream(60, "door"), stream(60, "yard")];
    try {
      await page.goto(suite.address);
      for (const name of ["door", "yard"]) await page.locator("tr[data-session]", { hasText: name }).waitFor();
      const other = page.locator("tr[data-session]:not(.chosen)");
      const name = await other.locator("th").innerText();
      await other.getByRole("button").focus();
      await page.keyboard.press("Enter");
      await page.locator("tr.chosen", { hasText: name }).waitFor();
      await page.locator(".person .bar").first().waitFor();
      assert.equal(await page.locator("tr.chosen [aria-pressed=true]").count(), 1);
    } finally {
      await Promise.all(edges.map((edge) => edge.stop()));
    }
    assert.deepEqual(faults, []);
  });
});

describe("try it", () => {
  test("the webcam is started, drawn over, and stopped", async () => {
    await page.goto(`${suite.address}/#/try`);
    await page.getByRole("button", { name: "Start the webcam" }).click();
    await page.locator(".person .bar").first().waitFor();
    await page.waitForFunction(() => Number([...document.querySelectorAll(".facts dd")][0]?.textContent) > 10);
    assert.ok(await isDrawn("canvas.scene"));
    await checkAccessibility();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("button", { name: "Start the webcam" }).waitFor();
    assert.equal(await page.locator(".person").count(), 0);
    assert.equal(await page.evaluate(() => document.querySelector("video")?.srcObject), null);
    assert.deepEqual(faults, []);
  });

  test("a video file goes the same way, and one that cannot be played is told", async () => {
    await page.goto(`${suite.address}/#/try`);
    await page.locator("input[type=file]").setInputFiles(path.join(folder, "broken.webm"));
    await page.getByText("'broken.webm' is not a video that this browser can play").waitFor();
    await page.locator("input[type=file]").setInputFiles(path.join(folder, "clip.webm"));
    await page.locator(".person .bar").first().waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
  });

  test("a server that dies is told, and the pictures go on when it is back", async () => {
    await page.goto(`${suite.address}/#/try`);
    await page.getByRole("button", { name: "Start the webcam" }).click();
    await page.locator(".person .bar").first().waitFor();
    await suite.programs["Fusion"]?.stop("SIGKILL");
    await page.locator(".chip.bad[data-service=Fusion]").waitFor({ timeout: SHOWN_WITHIN });
    await page.getByRole("alert").first().waitFor();
    suite.programs["Fusion"]?.again();
    await page.locator(".chip.good[data-service=Fusion]").waitFor();
    await page.waitForFunction(() => document.querySelector("[role=alert]") === null && document.querySelector(".person .bar") !== null);
  });
});

describe("for everybody", () => {
  for (const [scheme, width] of /** @type {const} */ ([["dark", 1280], ["light", 360], ["dark", 360]]))
    test(`${scheme}, ${width} pixels wide: axe finds nothing, and nothing is wider than the page`, async () => {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(`${suite.address}/#/try`);
      await page.getByRole("button", { name: "Start the webcam" }).click();
      await page.locator(".person .bar").first().waitFor();
      await checkAccessibility();
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      assert.deepEqual(faults, []);
    });

  test("a gateway that wants a key gets it from the viewer", async () => {
    const made = spawnSync("dotnet", [dll("services/Gateway", "EmotionGrpc.Gateway"), "key", "new", "--name", "desk", "--scopes", "recognize,watch,admin"], { encoding: "utf8" });
    const keys = path.join(folder, "keys.jsonl");
    writeFileSync(keys, made.stdout);
    const guarded = await Suite.start(`--Gateway:ApiKeys=${keys}`);
    try {
      await page.goto(guarded.address);
      const key = page.getByLabel("API key");
      await key.fill("emo_wrong");
      await page.keyboard.press("Enter");
      await key.waitFor();
      await key.fill(/emo_\S+/.exec(made.stderr)?.[0] ?? "");
      await page.getByRole("button", { name: "Use it" }).click();
      await page.getByText("No session is live.").waitFor();
      await page.locator(".chip.good[data-service=Fusion]").waitFor();
      assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length), 0);
    } finally {
      await guarded.stop();
    }
  });
});

/**
 * An edge client that streams the sample, played in a loop by its clock.
 * @param {number} seconds
 * @param {string} name
 */
function stream(seconds, name = "door") {
  // A file of its own: the camera before it may be reading.
  const long = path.join(folder, `${name}.mp4`);
  execFileSync("ffmpeg", ["-v", "error", "-y", "-stream_loop", "20", "-i", SAMPLE, "-t", String(seconds), "-c", "copy", long]);
  return play(long, name);
}

/**
 * An edge client that streams a file by its clock.
 * @param {string} file
 * @param {string} name
 */
function play(file, name) {
  return new Program(dll("clients/edge", "emotion-edge"), "stream", file, "--fps", "10", "--name", name, "--server", suite.address);
}

/** @param {string} selector */
function isDrawn(selector) {
  return page.locator(selector).first().evaluate((element) => {
    const canvas = /** @type {HTMLCanvasElement} */ (element);
    return canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0) ?? false;
  });
}

async function checkAccessibility() {
  // @ts-expect-error axe comes by the line before.
  const violations = await page.evaluate(async (axe) => ((0, eval)(axe), (await globalThis.axe.run()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)), AXE);
  assert.deepEqual(violations, []);
}
