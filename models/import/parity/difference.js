'use strict';

/** One row per output and kind of picture: the largest absolute difference, and the largest value of the original. */
function compare(original, pictures, expected, converted) {
  const rows = [];
  for (const kind of new Set(pictures.map((picture) => picture.kind))) {
    const indices = pictures.flatMap((picture, i) => (picture.kind === kind ? [i] : []));
    for (const output of Object.keys(original.outputs)) {
      const row = { original: original.label, tolerance: original.tolerance, output, kind, pictures: indices.length, difference: 0, largest: 0 };
      for (const i of indices) measure(row, expected[i][output], converted[i][output]);
      rows.push(row);
    }
  }
  return rows;
}

function measure(row, expected, actual) {
  if (expected.length !== actual.length) {
    throw new Error(`${row.output}: ${actual.length} values instead of ${expected.length}`);
  }
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(expected[i] - actual[i]);
    // No tolerance allows this.
    if (Number.isNaN(difference)) throw new Error(`${row.output}: value ${i} is not a number`);
    row.difference = Math.max(row.difference, difference);
    row.largest = Math.max(row.largest, Math.abs(expected[i]));
  }
}

module.exports = { compare };
