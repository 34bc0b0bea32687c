const threshold = 0.2;
const longestGap = 500;
const near = 1;
const valuesPerPose = 51;

/** The keypoints of one person over the last seconds, brought onto the body model's grid of time. */
export class Movement {
  #poses = [];
  #frames;
  #step;
  #least;

  constructor({ clipFrames, framesPerSecond, minimumFrames }) {
    this.#frames = clipFrames;
    this.#step = 1000 / framesPerSecond;
    this.#least = minimumFrames;
  }

  add(time, keypoints) {
    const values = new Float32Array(valuesPerPose);
    keypoints.forEach((k, i) => values.set([k.x, k.y, k.score], 3 * i));
    // Frames of a camera are worked on side by side; the order is that of their times.
    let at = this.#poses.length;
    while (at > 0 && this.#poses[at - 1].time > time) at--;
    this.#poses.splice(at, 0, { time, values });
    const oldest = this.#poses.at(-1).time - this.#step * (this.#frames - 1) - longestGap;
    while (this.#poses[0].time < oldest) this.#poses.shift();
  }

  /** Whether enough was seen to fill the grid that ends at the newest pose. */
  get ready() {
    let filled = 0;
    this.#each((a) => {
      if (a !== null) filled++;
    });
    return filled >= this.#least;
  }

  write(tensor) {
    tensor.fill(0);
    this.#each((a, b, share, frame) => {
      if (a === null) return;
      const to = frame * valuesPerPose;
      for (let i = 0; i < valuesPerPose; i += 3) {
        const score = Math.min(a[i + 2], b[i + 2]);
        if (score < threshold) continue;
        tensor[to + i] = a[i] + share * (b[i] - a[i]);
        tensor[to + i + 1] = a[i + 1] + share * (b[i + 1] - a[i + 1]);
        tensor[to + i + 2] = score;
      }
    });
  }

  #each(visit) {
    const poses = this.#poses;
    const newest = poses.at(-1).time;
    let after = 0;
    for (let frame = 0; frame < this.#frames; frame++) {
      const time = newest - (this.#frames - 1 - frame) * this.#step;
      while (poses[after].time < time) after++;
      const b = poses[after];
      const a = after > 0 ? poses[after - 1] : null;
      if (b.time - time <= near) visit(b.values, b.values, 0, frame);
      else if (a === null) visit(null);
      else if (time - a.time <= near) visit(a.values, a.values, 0, frame);
      else if (b.time - a.time <= longestGap) visit(a.values, b.values, (time - a.time) / (b.time - a.time), frame);
      else visit(null);
    }
  }
}
