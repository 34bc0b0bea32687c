import { overlap } from "./box.js";
import { Model } from "./model.js";

const inputPixels = 128;
const valuesPerAnchor = 16;
const sameFace = 0.3;

const anchors = [...grid(16, 2), ...grid(8, 6)];

/** The face detector: faces of at least a score within a square of the picture, best first. */
export class BlazeFace {
  #model;

  static async load() {
    const face = new BlazeFace();
    face.#model = await Model.load("blazeface", undefined, ["scores16", "boxes16", "scores8", "boxes8"]);
    return face;
  }

  async find(picture, square, threshold) {
    const [scores16, boxes16, scores8, boxes8] = await this.#model.run((data) => square.write(picture, this.#model.manifest.input, data));
    const least = Math.log(threshold / (1 - threshold));
    const candidates = [];
    read(scores16, boxes16, 0, least, candidates);
    read(scores8, boxes8, scores16.length, least, candidates);
    return blend(candidates).map((f) => toPicture(f, square));
  }
}

function* grid(cells, perCell) {
  for (let y = 0; y < cells; y++)
    for (let x = 0; x < cells; x++)
      for (let i = 0; i < perCell; i++) yield { x: (x + 0.5) / cells, y: (y + 0.5) / cells };
}

function read(scores, values, firstAnchor, least, candidates) {
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] < least) continue;
    const anchor = anchors[firstAnchor + i];
    const v = values.subarray(i * valuesPerAnchor, (i + 1) * valuesPerAnchor);
    const [width, height] = [v[2] / inputPixels, v[3] / inputPixels];
    const box = { x: v[0] / inputPixels + anchor.x - width / 2, y: v[1] / inputPixels + anchor.y - height / 2, width, height };
    const landmarks = [];
    for (let p = 4; p < valuesPerAnchor; p += 2) landmarks.push({ x: v[p] / inputPixels + anchor.x, y: v[p + 1] / inputPixels + anchor.y });
    candidates.push({ box, score: 1 / (1 + Math.exp(-scores[i])), landmarks });
  }
}

/** One face out of all anchors that see it: the mean, weighted by their scores. */
function blend(candidates) {
  candidates.sort((a, b) => b.score - a.score);
  const faces = [];
  while (candidates.length > 0) {
    const best = candidates[0];
    const group = candidates.filter((c) => c === best || overlap(c.box, best.box) > sameFace);
    candidates = candidates.filter((c) => !group.includes(c));
    const total = group.reduce((sum, f) => sum + f.score, 0);
    const mean = (of) => group.reduce((sum, f) => sum + of(f) * f.score, 0) / total;
    faces.push({
      box: { x: mean((f) => f.box.x), y: mean((f) => f.box.y), width: mean((f) => f.box.width), height: mean((f) => f.box.height) },
      score: best.score,
      landmarks: best.landmarks.map((_, p) => ({ x: mean((f) => f.landmarks[p].x), y: mean((f) => f.landmarks[p].y) })),
    });
  }
  return faces;
}

function toPicture(face, square) {
  const middle = square.toPicture(face.box.x + face.box.width / 2, face.box.y + face.box.height / 2);
  const [width, height] = [face.box.width * square.side, face.box.height * square.side];
  return {
    box: { x: middle.x - width / 2, y: middle.y - height / 2, width, height },
    score: face.score,
    landmarks: face.landmarks.map((p) => square.toPicture(p.x, p.y)),
  };
}
