import { sample } from "./sampling.js";

// Shared: it is read again before anything else can write to it.
const scratch = new Uint8Array(3 * 128 * 128);

/** A square of the picture, turned by an angle: what the models for faces look at. */
export class Square {
  constructor(x, y, side, angle) {
    this.x = x;
    this.y = y;
    this.side = side;
    this.sin = Math.sin(angle);
    this.cos = Math.cos(angle);
  }

  /** The place in the picture of a point of the square, 0 to 1. */
  toPicture(u, v) {
    const x = (u - 0.5) * this.side;
    const y = (v - 0.5) * this.side;
    return { x: this.x + x * this.cos - y * this.sin, y: this.y + x * this.sin + y * this.cos };
  }

  /** Writes the square as a model's input. */
  write(picture, input, tensor) {
    const { width, height, color, layout, mean, deviation } = input;
    const step = this.side / width;
    const origin = this.toPicture(0, 0);
    sample(
      picture, origin.x, origin.y, step * this.cos, step * this.sin, -step * this.sin, step * this.cos, scratch, 0, width, height);
    const area = width * height;
    const scale = deviation.map((d) => 1 / d);
    if (color === "gray") {
      for (let i = 0, p = 0; i < area; i++, p += 3) {
        const gray = Math.round(0.299 * scratch[p] + 0.587 * scratch[p + 1] + 0.114 * scratch[p + 2]);
        tensor[i] = (gray - mean[0]) * scale[0];
      }
    } else {
      const nchw = layout === "nchw";
      for (let c = 0; c < 3; c++) {
        const m = mean[c];
        const s = scale[c];
        let to = nchw ? c * area : c;
        for (let p = c; p < 3 * area; p += 3, to += nchw ? 1 : 3)
          tensor[to] = (scratch[p] - m) * s;
      }
    }
  }
}
