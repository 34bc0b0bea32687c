import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { type ClientOptions, EmotionClient, type SessionOptions } from "../src/index.js";

const THIS = fileURLToPath(import.meta.url);

for (const [options, part] of [
  [{ address: "localhost:8080" }, /allowed are http:\/\/HOST:PORT/],
  [{ address: "http://" }, /allowed are http:\/\/HOST:PORT/],
  [{ address: "http://a:99999" }, /allowed are http:\/\/HOST:PORT/],
  [{ address: "http://10.0.0.7:80", apiKey: "k" }, /Use https/],
  [{ address: "http://127.0.0.1:80", apiKey: "a b" }, /apiKey is made of visible ASCII/],
  [{ address: "https://a", apiKey: "k", bearerToken: "t" }, /set one of them or none/],
  [{ address: "https://a", clientKeyFile: THIS }, /set both or none/],
  [{ address: "https://a", certificateAuthorityFile: "/nowhere" }, /'\/nowhere', which is not a file/],
  [{ address: "http://a", certificateAuthorityFile: THIS }, /certificates need https/],
  [{ address: "http://a", keepAliveInterval: 1 }, /keepAliveInterval is 1; allowed is 1000 to 600000/],
] as [ClientOptions, RegExp][])
  test(`a client with ${JSON.stringify(options)} is refused`, () => {
    assert.throws(() => new EmotionClient(options), part);
  });

for (const [options, part] of [
  [{ answerBuffer: 0 }, /answerBuffer is 0; allowed is 1 to 1000000/],
  [{ heartbeatTimeout: 5000 }, /heartbeatTimeout is 5000; allowed is 5001/],
  [{ reconnect: { maximumPause: 100 } }, /reconnect.maximumPause is 100; allowed is 200 to 3600000/],
  [{ reconnect: { maximumAttempts: NaN } }, /reconnect.maximumAttempts is NaN/],
] as [SessionOptions, RegExp][])
  test(`a session with ${JSON.stringify(options)} is refused`, async () => {
    using client = new EmotionClient("http://127.0.0.1:9");
    await assert.rejects(client.openSession(options), part);
  });

test("good options pass", () => {
  new EmotionClient({ address: "https://[::1]:8443", bearerToken: "t" }).close();
  new EmotionClient({ address: "http://[::1]:8080", apiKey: "k" }).close();
});
