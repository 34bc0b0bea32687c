import { BlazeFace } from "./blazeface.js";
import { center, overlap } from "./box.js";
import { headOf } from "./head.js";
import { Square } from "./square.js";

const candidateScore = 0.3;
const sureScore = 0.85;
const secondLookScore = 0.55;
const scales = [2, 1.5, 3];
const secondLookScale = 2;
const reach = 0.8;
const fullEyeDistance = 0.3;

/** Finds the faces of persons where their heads are, or else in the whole picture. */
export class FaceFinder {
  #network;

  static async load() {
    const finder = new FaceFinder();
    finder.#network = await BlazeFace.load();
    return finder;
  }

  /** A face or null for each pose. */
  async find(picture, poses) {
    const faces = [];
    for (const pose of poses) faces.push(await this.#inHead(picture, headOf(pose)));
    if (poses.length > 0 && faces.every((f) => f === null)) await this.#inPicture(picture, poses, faces);
    return faces;
  }

  async #inHead(picture, head) {
    if (head === null) return null;
    const distance = (f) => Math.hypot(center(f.box).x - head.x, center(f.box).y - head.y) / head.side;
    for (const scale of scales) {
      const found = await this.#network.find(picture, new Square(head.x, head.y, head.side * scale, head.angle), candidateScore);
      const near = found.filter((f) => distance(f) < reach).sort((a, b) => b.score - distance(b) - (a.score - distance(a)))[0];
      if (near === undefined) continue;
      if (near.score >= sureScore) return near;
      const again = await this.#again(picture, near);
      if (again !== null) return again;
    }
    return null;
  }

  async #again(picture, face) {
    const found = await this.#network.find(picture, faceSquare(face, secondLookScale - 1), secondLookScore);
    return found.filter((f) => overlap(f.box, face.box) > 0.4)[0] ?? null;
  }

  async #inPicture(picture, poses, faces) {
    const whole = new Square(picture.width / 2, picture.height / 2, Math.max(picture.width, picture.height), 0);
    for (const candidate of await this.#network.find(picture, whole, candidateScore)) {
      const face = await this.#again(picture, candidate);
      if (face === null) continue;
      const { x, y } = center(face.box);
      const owner = poses.findIndex(({ box }, i) => faces[i] === null && x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
      if (owner >= 0) faces[owner] = face;
    }
  }
}

/** The square around a face with its eyes level. */
export function faceSquare(face, margin) {
  const { x, y } = center(face.box);
  const side = Math.max(face.box.width, face.box.height);
  return new Square(x, y, Math.max(1, side * (1 + margin)), roll(face, side));
}

/** The direction from the right to the left eye; in a profile, where they nearly meet, that from the eyes to the mouth takes over. */
function roll({ landmarks: [rightEye, leftEye, , mouth] }, side) {
  const [eyesX, eyesY] = [leftEye.x - rightEye.x, leftEye.y - rightEye.y];
  const [downX, downY] = [mouth.x - (leftEye.x + rightEye.x) / 2, mouth.y - (leftEye.y + rightEye.y) / 2];
  const missing = Math.max(0, fullEyeDistance * side - Math.hypot(eyesX, eyesY));
  const share = missing / Math.max(1e-3, Math.hypot(downX, downY));
  return Math.atan2(eyesY - share * downX, eyesX + share * downY);
}
