import { overlap } from "./box.js";
import { Model } from "./model.js";
import { sample } from "./sampling.js";

export const visibleFrom = 0.2;
const personScore = 0.2;
const leastJoints = 3;
const samePerson = 0.6;
const names = [
  "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow",
  "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
];
const rows = 6;
const rowLength = 56;

/** Finds persons and their 17 keypoints with MoveNet multipose. */
export class PoseFinder {
  #model;

  static async load() {
    const finder = new PoseFinder();
    finder.#model = await Model.load("movenet-multipose");
    return finder;
  }

  async find(picture) {
    const { width, height } = this.#model.manifest.input;
    const scale = Math.min(width / picture.width, height / picture.height);
    const [w, h] = [Math.min(width, Math.round(picture.width * scale)), Math.min(height, Math.round(picture.height * scale))];
    const [left, top] = [(width - w) >> 1, (height - h) >> 1];
    const [output] = await this.#model.run((data) => paint(picture, data, width, left, top, w, h));
    const x = (value) => (value * width - left) / scale;
    const y = (value) => (value * height - top) / scale;
    const poses = [];
    for (let row = 0; row < rows; row++) {
      const v = output.subarray(row * rowLength, (row + 1) * rowLength);
      if (!(v[55] >= personScore)) continue;
      const keypoints = names.map((name, j) => ({ name, x: x(v[3 * j + 1]), y: y(v[3 * j]), score: Math.min(1, Math.max(0, v[3 * j + 2])) }));
      if (keypoints.filter((k) => k.score >= visibleFrom).length < leastJoints) continue;
      const box = { x: x(v[52]), y: y(v[51]), width: x(v[54]) - x(v[52]), height: y(v[53]) - y(v[51]) };
      poses.push({ box, score: Math.min(1, v[55]), keypoints });
    }
    poses.sort((a, b) => b.score - a.score);
    return poses.filter((p, i) => !poses.slice(0, i).some((q) => overlap(p.box, q.box) >= samePerson));
  }
}

function paint(picture, data, width, left, top, w, h) {
  data.fill(0);
  const step = picture.width / w;
  const down = picture.height / h;
  const first = step / 2 - 0.5;
  if (w === width) {
    sample(picture, first, down / 2 - 0.5, step, 0, 0, down, data, 3 * top * width, w, h);
    return;
  }
  for (let y = 0; y < h; y++)
    sample(picture, first, (y + 0.5) * down - 0.5, step, 0, 0, down, data, 3 * ((top + y) * width + left), w, 1);
}
