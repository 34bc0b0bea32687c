'use strict';

const ort = require('onnxruntime-node');
const { threads } = require('../converted');

/** The published ONNX file, untouched. Its loader's warnings are about that file and are not ours to show. */
async function run({ paths, outputs }, input, pictures) {
  const session = await ort.InferenceSession.create(paths[0], { ...threads, logSeverityLevel: 3 });
  const results = [];
  for (const { values } of pictures) {
    const tensor = new ort.Tensor(input.type, values, [1, input.height, input.width, 3]);
    const answer = await session.run({ [session.inputNames[0]]: tensor });
    results.push(Object.fromEntries(Object.entries(outputs).map(([name, published]) => [name, answer[published].data])));
  }
  return results;
}

module.exports = { run };
