'use strict';

const fs = require('fs');
const { tensorflow } = require('./tensorflow');

/** face-api's own code with its own weights, up to the logits; paths: weights manifest, weights. */
async function run({ paths, outputs }, input, pictures) {
  const tf = await tensorflow();
  const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
  const network = new faceapi.FaceExpressionNet();
  const [manifest, weights] = [JSON.parse(fs.readFileSync(paths[0], 'utf8')), fs.readFileSync(paths[1])];
  network.loadFromWeightMap(tf.io.decodeWeights(Uint8Array.from(weights).buffer, manifest[0].weights));
  const [output] = Object.keys(outputs);
  const results = [];
  for (const { values } of pictures) {
    const picture = tf.tensor3d(values, [input.height, input.width, 3]);
    results.push({ [output]: network.runNet(await faceapi.toNetInput(picture)).dataSync() });
  }
  return results;
}

module.exports = { run };
