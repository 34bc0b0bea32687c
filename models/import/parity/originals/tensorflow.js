'use strict';

const tf = require('@tensorflow/tfjs');

/** TensorFlow.js on its plain JavaScript backend: slow, and the closest to what each operation is defined to do. */
async function tensorflow() {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  await tf.ready();
  return tf;
}

module.exports = { tensorflow };
