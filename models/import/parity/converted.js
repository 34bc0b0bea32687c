'use strict';

const ort = require('onnxruntime-node');

const threads = { intraOpNumThreads: 1, interOpNumThreads: 1 };

/** One { output: values } per picture. A model with a free batch dimension also gets all pictures at once and must answer the same. */
async function runConverted(path, input, pictures) {
  const session = await ort.InferenceSession.create(path, threads);
  const shape = [1, input.height, input.width, 3];
  const results = [];
  for (const { values } of pictures) {
    results.push(valuesOf(await session.run({ [input.name]: new ort.Tensor(input.type, values, shape) })));
  }
  if (typeof session.inputMetadata[0].shape[0] === 'string') {
    await requireSameInBatch(session, input, pictures, shape, results);
  }
  return results;
}

function valuesOf(outputs) {
  return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, tensor.data]));
}

async function requireSameInBatch(session, input, pictures, shape, results) {
  const size = pictures[0].values.length;
  const batch = new Float32Array(size * pictures.length);
  pictures.forEach(({ values }, i) => batch.set(values, i * size));
  const tensor = new ort.Tensor(input.type, batch, [pictures.length, ...shape.slice(1)]);
  const together = valuesOf(await session.run({ [input.name]: tensor }));
  for (const [name, values] of Object.entries(together)) {
    const apart = results.flatMap((result) => Array.from(result[name]));
    if (apart.length !== values.length || apart.some((value, i) => !(Math.abs(value - values[i]) <= 1e-4))) {
      throw new Error(`${name} of a batch differs from the pictures one by one`);
    }
  }
}

module.exports = { runConverted, threads };
