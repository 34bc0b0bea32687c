// node time.js NAME...: milliseconds of one run of models/NAME on the CPU with one thread; median and 90th percentile of 100 runs.
'use strict';

const fs = require('fs');
const path = require('path');
const ort = require('onnxruntime-node');
const { threads } = require('./converted');

const WARM_UP = 10;
const RUNS = 100;

async function time(name) {
  const folder = path.join(__dirname, '..', '..', name);
  const { input } = JSON.parse(fs.readFileSync(path.join(folder, 'model.json'), 'utf8'));
  const session = await ort.InferenceSession.create(path.join(folder, 'model.onnx'), threads);
  const size = input.width * input.height * 3;
  const values = input.type === 'uint8' ? new Uint8Array(size).fill(127) : new Float32Array(size).fill(0.5);
  const feeds = { [input.name]: new ort.Tensor(input.type, values, [1, input.height, input.width, 3]) };
  const milliseconds = [];
  for (let run = -WARM_UP; run < RUNS; run++) {
    const started = process.hrtime.bigint();
    await session.run(feeds);
    if (run >= 0) milliseconds.push(Number(process.hrtime.bigint() - started) / 1e6);
  }
  milliseconds.sort((a, b) => a - b);
  console.log(`${name}: median ${milliseconds[RUNS / 2].toFixed(1)} ms, 90 % within ${milliseconds[RUNS * 0.9].toFixed(1)} ms`);
}

(async () => {
  for (const name of process.argv.slice(2)) await time(name);
})();
