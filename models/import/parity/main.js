// node main.js JOB.json RESULT.json: runs published models and the converted one on the same pictures.
// Job: { onnx, input, pictures: [{ kind, path }], originals: [{ format, label, paths, outputs }] }.
'use strict';

const fs = require('fs');
const { readPictures } = require('./pictures');
const { runConverted } = require('./converted');
const { compare } = require('./difference');

const originals = {
  'tfjs-graph': require('./originals/tfjs_graph'),
  'faceapi-expression': require('./originals/faceapi_expression'),
  onnx: require('./originals/onnx_file'),
};

async function main(jobPath, resultPath) {
  const job = JSON.parse(fs.readFileSync(jobPath, 'utf8'));
  const pictures = readPictures(job);
  const converted = await runConverted(job.onnx, job.input, pictures);
  const rows = [];
  for (const original of job.originals) {
    const expected = await originals[original.format].run(original, job.input, pictures);
    rows.push(...compare(original, pictures, expected, converted));
  }
  fs.writeFileSync(resultPath, JSON.stringify(rows));
}

main(process.argv[2], process.argv[3]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
