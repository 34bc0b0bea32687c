'use strict';

const fs = require('fs');

/** Pictures with the values that the model's manifest asks for: raw bytes, or (pixel - mean) / deviation. */
function readPictures({ pictures, input }) {
  return pictures.map(({ kind, path }) => ({ kind, values: normalise(fs.readFileSync(path), input) }));
}

function normalise(pixels, { type, mean, deviation }) {
  if (type === 'uint8') return Uint8Array.from(pixels);
  return Float32Array.from(pixels, (pixel, i) => (pixel - mean[i % 3]) / deviation[i % 3]);
}

module.exports = { readPictures };
