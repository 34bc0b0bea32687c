import { readJson } from "./model.js";
import { visibleFrom } from "./pose.js";

/** Late fusion: logits weighted by how well face and body are seen, as models/fusion-occlusion has them. */
export class Fusion {
  #weights;

  static async load() {
    const fusion = new Fusion();
    fusion.#weights = await readJson("fusion-occlusion/weights.json");
    return fusion;
  }

  /** The probability of each label; null when neither stream says anything. */
  fuse(pose, face, mask, faceLogits, bodyLogits) {
    if (faceLogits === null && bodyLogits === null) return null;
    const { faceOpen, faceMasked, body, least } = this.#weights;
    const sum = new Array((faceLogits ?? bodyLogits).length).fill(0);
    const add = (logits, weight) => logits.forEach((l, i) => (sum[i] += Math.max(least, weight) * l));
    if (faceLogits !== null) {
      const size = Math.min(face.box.width, face.box.height);
      add(faceLogits, mask * at(faceMasked, size) + (1 - mask) * at(faceOpen, size));
    }
    if (bodyLogits !== null)
      add(bodyLogits, at(body, pose.keypoints.filter((k) => k.score >= visibleFrom).length / pose.keypoints.length));
    const most = Math.max(...sum);
    const powers = sum.map((s) => Math.exp(s - most));
    const total = powers.reduce((a, b) => a + b, 0);
    return powers.map((p) => p / total);
  }
}

/** A piecewise linear table. */
function at(table, measure) {
  const after = table.findIndex(([m]) => m >= measure);
  if (after < 0) return table.at(-1)[1];
  if (after === 0) return table[0][1];
  const [[m0, w0], [m1, w1]] = [table[after - 1], table[after]];
  return w0 + ((w1 - w0) * (measure - m0)) / (m1 - m0);
}
