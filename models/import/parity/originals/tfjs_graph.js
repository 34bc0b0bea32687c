'use strict';

const fs = require('fs');
const { tensorflow } = require('./tensorflow');

/** A TensorFlow.js graph model; paths: its topology, its weights. */
async function run({ paths, outputs }, input, pictures) {
  const tf = await tensorflow();
  const model = await tf.loadGraphModel(tf.io.fromMemory(artifacts(...paths)));
  const type = input.type === 'uint8' ? 'int32' : 'float32';
  return pictures.map(({ values }) => tf.tidy(() => {
    const picture = tf.tensor(values, [1, input.height, input.width, 3], type);
    const results = [].concat(model.execute(picture, Object.values(outputs)));
    return Object.fromEntries(Object.keys(outputs).map((name, i) => [name, results[i].dataSync()]));
  }));
}

function artifacts(topology, weights) {
  const document = JSON.parse(fs.readFileSync(topology, 'utf8'));
  return {
    modelTopology: document.modelTopology,
    signature: document.signature,
    weightSpecs: document.weightsManifest.flatMap((group) => group.weights),
    weightData: Uint8Array.from(fs.readFileSync(weights)).buffer,
  };
}

module.exports = { run };
