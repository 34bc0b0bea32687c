import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { type Answer, dropSide, EmotionClient, EmotionError, type EmotionSession, type SessionOptions, type StateChange } from "../src/index.js";
import { ImageFormat } from "../src/messages.js";
import { Link } from "./link.js";
import { freePort, sampleFrames, Suite } from "./programs.js";

const COUNT = 30;
const frames = sampleFrames(COUNT);
const SEQUENCES = frames.map((_, i) => i + 1);
let suite: Suite;

before(async () => (suite = await Suite.start(await freePort())));
after(() => suite.stop());

test("every frame has its result", async () => {
  const { answers, session } = await stream(suite.address);
  assert.deepEqual(answers.map((a) => Number(a.sequence)), SEQUENCES);
  assert.ok(answers.every((a) => a.kind === "result"));
  assert.ok(persons(answers.at(-1)!).some((p) => p.emotion?.label));
  assert.equal(session.state, "closed");
  checkAccount(session);
  assert.ok(session.counters.percentile95Age! >= session.counters.medianAge!);
});

test("a bad picture is an error and the session lives on", async () => {
  using client = new EmotionClient(suite.address);
  await using session = await client.openSession({ server: { timeToLive: { seconds: 60n } } }); // A busy machine is no fault.
  for (const data of [frames[0]!, new TextEncoder().encode("no picture"), frames[1]!]) await session.send(frame(data));
  const [closed, answers] = await Promise.all([session.complete(), read(session)]);
  assert.deepEqual(new Map(answers.map((a) => [Number(a.sequence), a.kind])), new Map([[1, "result"], [2, "error"], [3, "result"]]));
  assert.equal(closed?.counts?.errors, 1n);
});

test("a link that is cut for 5 s loses no frame", async () => {
  const link = await Link.open(suite.port);
  const changes: StateChange[] = [];
  const { answers, session } = await stream(link.address, { changes, interrupt: async () => {
    link.cut();
    await setTimeout(5000);
    link.mend();
  } });
  await link.close();
  assert.deepEqual(sorted(answers), SEQUENCES);
  assert.ok(answers.every((a) => a.kind === "result"));
  checkAccount(session);
  assert.ok(session.counters.reconnects >= 1);
  assert.equal(session.counters.resumed, session.counters.reconnects);
  assert.ok(changes.some((c) => c.state === "reconnecting"));
});

test("a link that stalls for 5 s is given up and loses no frame", async () => {
  const link = await Link.open(suite.port);
  const { answers, session } = await stream(link.address, { options: { heartbeatInterval: 500, heartbeatTimeout: 1500 }, interrupt: async () => {
    link.stall();
    await setTimeout(5000);
    link.cut(); // What the stall kept must not arrive late at a session that has gone on.
    link.mend();
  } });
  await link.close();
  assert.deepEqual(sorted(answers), SEQUENCES);
  checkAccount(session);
  assert.ok(session.counters.reconnects >= 1);
});

test("offered frames that a slow link does not take are told", async () => {
  const link = await Link.open(suite.port);
  using client = new EmotionClient(link.address);
  await using session = await client.openSession();
  const reading = read(session);
  link.bytesPerSecond = 100_000;
  for (const data of frames) {
    session.offer(frame(data));
    await setTimeout(30);
  }
  link.mend();
  await session.complete();
  const answers = await reading;
  await link.close();
  assert.deepEqual(sorted(answers), SEQUENCES);
  assert.ok(answers.some((a) => a.kind === "dropped" && a.reason === "link busy" && dropSide(a.reason) === "client"));
  assert.equal(answers.find((a) => Number(a.sequence) === COUNT)?.kind, "result");
  checkAccount(session);
});

test("results after a break are those of an undisturbed run", async () => {
  const undisturbed = await stream(suite.address);
  const link = await Link.open(suite.port);
  const broken = await stream(link.address, { interrupt: async () => {
    link.cut();
    link.mend();
    await Promise.resolve();
  } });
  await link.close();
  assert.ok(broken.session.counters.resumed >= 1);
  const again = new Map(broken.answers.map((a) => [a.sequence, a]));
  for (const answer of undisturbed.answers) {
    const [one, other] = [persons(answer), persons(again.get(answer.sequence)!)];
    assert.deepEqual(one.map((p) => [p.trackId, p.emotion?.label]), other.map((p) => [p.trackId, p.emotion?.label]));
    for (const [i, person] of one.entries())
      for (const [j, score] of (person.emotion?.scores ?? []).entries())
        assert.ok(Math.abs(score.probability - other[i]!.emotion!.scores[j]!.probability) <= 1e-3);
  }
});

test("a server that dies and comes back is found again", async () => {
  const port = await freePort();
  const first = await Suite.start(port);
  let second: Suite | undefined;
  const changes: StateChange[] = [];
  const { answers, session } = await stream(first.address, {
    changes,
    // A suite that starts may take longer than the attempts of a session that is in a hurry.
    options: { reconnect: { maximumAttempts: Infinity, maximumPause: 1000 } },
    interrupt: async () => {
      await first.stop("SIGKILL");
      second = await Suite.start(port);
    },
  });
  await second?.stop();
  assert.deepEqual(sorted(answers), SEQUENCES);
  checkAccount(session);
  // Its keys are new, so it cannot read the token; the session says so and begins anew.
  assert.match(changes.find((c) => c.resumed === false)?.reason ?? "", /RESUME_TOKEN_UNKNOWN_KEY/);
});

test("nobody there is told at once", async () => {
  using client = new EmotionClient(`http://127.0.0.1:${await freePort()}`);
  await assert.rejects(client.openSession(), (e) => e instanceof EmotionError && e.code === Code.Unavailable);
});

test("a session that gives up answers every frame and then says why", async () => {
  const link = await Link.open(suite.port);
  using client = new EmotionClient(link.address);
  await using session = await client.openSession({ reconnect: { maximumAttempts: 0 } });
  for (const data of frames.slice(0, 4)) session.offer(frame(data));
  link.cut();
  const answers: Answer[] = [];
  await assert.rejects(async () => {
    for await (const answer of session) answers.push(answer);
  }, EmotionError);
  await link.close();
  await assert.rejects(session.send(frame(frames[0]!)), /has ended/);
  assert.equal(session.state, "failed");
  assert.equal(answers.length, 4);
  checkAccount(session);
});

test("unusable options are refused with the field", async () => {
  using client = new EmotionClient(suite.address);
  await assert.rejects(client.openSession({ server: { source: "x".repeat(65) } }), (e) => e instanceof EmotionError && e.code === Code.InvalidArgument && /source/.test(e.message));
});

test("sequences must grow", async () => {
  using client = new EmotionClient(suite.address);
  await using session = await client.openSession();
  await session.send({ ...frame(frames[0]!), sequence: 5n });
  await assert.rejects(session.send({ sequence: 5n }), /not above the last one, 5/);
});

test("a session that is left is broken off", async () => {
  using client = new EmotionClient(suite.address);
  const session = await client.openSession();
  session.offer(frame(frames[0]!));
  await session.abort();
  assert.equal(session.state, "closed");
  assert.ok((await read(session)).length <= 1);
});

interface Course {
  options?: SessionOptions;
  interrupt?: () => Promise<void>;
  changes?: StateChange[];
}

/** Sends all pictures, all of them worth waiting for; half way something happens beside it. */
async function stream(address: string, course: Course = {}): Promise<{ answers: Answer[]; session: EmotionSession }> {
  using client = new EmotionClient(address);
  await using session = await client.openSession({ ...course.options, server: { timeToLive: { seconds: 60n } } });
  session.onStateChange = (change) => course.changes?.push(change);
  const reading = read(session);
  let interruption: Promise<void> | undefined;
  for (const [i, data] of frames.entries()) {
    if (i === COUNT / 2) interruption = course.interrupt?.();
    await session.send({ ...frame(data), captureTime: timestampFromMs(1_700_000_000_000 + 40 * i) });
  }
  await interruption;
  await session.complete();
  return { answers: await reading, session };
}

function frame(data: Uint8Array) {
  return { image: { format: ImageFormat.JPEG, data } };
}

async function read(session: EmotionSession): Promise<Answer[]> {
  const answers: Answer[] = [];
  for await (const answer of session) answers.push(answer);
  return answers;
}

function sorted(answers: Answer[]): number[] {
  return answers.map((a) => Number(a.sequence)).sort((a, b) => a - b);
}

function persons(answer: Answer) {
  return answer.kind === "result" ? answer.result.persons : [];
}

function checkAccount(session: EmotionSession): void {
  const { sent, results, dropped, errors, unanswered } = session.counters;
  assert.equal(sent, results + errors + Object.values(dropped).reduce((sum, n) => sum + n, 0));
  assert.equal(unanswered, 0);
}
