// node runtime.js JOB.json: runs a network on prepared inputs with ONNX Runtime, one thread.
// Job: { require, model, input, shape, type, file, count, outputs: [names], histograms: bins or 0, out, threads? }. Inputs lie one after the other in `file`.
// histograms 0: the outputs' values go to `out` one after the other, as float32; else a JSON with { name: { low, high, counts } }.
'use strict';

const fs = require('fs');
const { createRequire } = require('module');

function* items(job) {
  const kind = job.type === 'uint8' ? Uint8Array : Float32Array;
  const length = job.shape.reduce((product, n) => product * n, 1);
  const bytes = Buffer.alloc(length * kind.BYTES_PER_ELEMENT);
  const file = fs.openSync(job.file, 'r');
  for (let item = 0; item < job.count; item++) {
    fs.readSync(file, bytes, 0, bytes.length, item * bytes.length);
    yield new kind(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  }
  fs.closeSync(file);
}

function bounds(values, found) {
  for (let i = 0; i < values.length; i++) {
    if (values[i] < found.low) found.low = values[i];
    if (values[i] > found.high) found.high = values[i];
  }
}

function count(values, { low, high, counts }) {
  const perUnit = high > low ? counts.length / (high - low) : 0;
  for (let i = 0; i < values.length; i++) counts[Math.min(counts.length - 1, Math.trunc((values[i] - low) * perUnit))]++;
}

async function main(job) {
  const ort = createRequire(job.require)('onnxruntime-node');
  const session = await ort.InferenceSession.create(job.model, { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all', logSeverityLevel: 3 });
  const visit = async (use) => {
    let done = 0;
    for (const values of items(job)) {
      use(await session.run({ [job.input]: new ort.Tensor(job.type, values, job.shape) }, job.outputs));
      console.log(++done);
    }
  };
  if (!job.histograms) {
    const out = fs.openSync(job.out, 'w');
    await visit((outputs) => job.outputs.forEach((name) => fs.writeSync(out, Buffer.from(Float32Array.from(outputs[name].data).buffer))));
    fs.closeSync(out);
    return;
  }
  const found = Object.fromEntries(job.outputs.map((name) => [name, { low: Infinity, high: -Infinity }]));
  await visit((outputs) => job.outputs.forEach((name) => bounds(outputs[name].data, found[name])));
  for (const range of Object.values(found)) range.counts = new Array(job.histograms).fill(0);
  await visit((outputs) => job.outputs.forEach((name) => count(outputs[name].data, found[name])));
  fs.writeFileSync(job.out, JSON.stringify(found));
}

main(JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
