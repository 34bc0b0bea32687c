import { decode } from "../picture.js";
import { Camera } from "./camera.js";
import { FaceFinder, faceSquare } from "./face.js";
import { Fusion } from "./fusion.js";
import { Model } from "./model.js";
import { PoseFinder } from "./pose.js";

/** The suite's models, one frame a call, as a service is first written. */
export async function createRecognizer() {
  const poses = await PoseFinder.load();
  const faces = await FaceFinder.load();
  const maskModel = await Model.load("mask-state");
  const faceModel = await Model.load("face-tsn");
  const bodyModel = await Model.load("body-motion", [1, 64, 17, 3]);
  const fusion = await Fusion.load();
  const withMask = maskModel.manifest.labels.indexOf("with-mask");
  const { labels } = faceModel.manifest;
  // The body model's labels by the face model's.
  const bodyOrder = labels.map((l) => bodyModel.manifest.labels.indexOf(l));
  const cameras = new Map();

  return async ({ camera, time, jpeg }) => {
    const picture = await decode(jpeg);
    const found = await poses.find(picture);
    const foundFaces = await faces.find(picture, found);
    if (!cameras.has(camera)) cameras.set(camera, new Camera(bodyModel.manifest.input));
    const movements = cameras.get(camera).follow(time, found);
    return Promise.all(found.map((pose, i) => person(picture, pose, foundFaces[i], movements[i])));
  };

  async function person(picture, pose, face, movement) {
    const mask = face === null ? 0 : await maskOf(picture, face);
    const faceLogits = face === null ? null : await logits(faceModel, (data) => onFace(faceModel, picture, face, data));
    const unordered = movement.ready ? await logits(bodyModel, (data) => movement.write(data)) : null;
    const bodyLogits = unordered && bodyOrder.map((from) => unordered[from]);
    const probabilities = fusion.fuse(pose, face, mask, faceLogits, bodyLogits);
    return {
      ...pose,
      face: face && { box: face.box, score: face.score, mask },
      faceScores: scored(faceLogits),
      bodyScores: scored(bodyLogits),
      label: probabilities === null ? "" : labels[probabilities.indexOf(Math.max(...probabilities))],
      scores: scored(probabilities),
    };
  }

  async function maskOf(picture, face) {
    const states = await logits(maskModel, (data) => onFace(maskModel, picture, face, data));
    return 1 / (1 + Math.exp(states[1 - withMask] - states[withMask]));
  }

  async function logits(model, fill) {
    const [output] = await model.run(fill);
    return Array.from(output);
  }

  function onFace(model, picture, face, data) {
    const { input } = model.manifest;
    faceSquare(face, input.margin).write(picture, input, data);
  }

  function scored(values) {
    return values === null ? [] : labels.map((label, i) => ({ label, score: values[i] }));
  }
}
