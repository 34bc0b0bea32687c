import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import ort from "onnxruntime-node";

const models = new URL("../../../../models/", import.meta.url);

// Every processor has a process: a run of one thread leaves none idle.
const options = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  graphOptimizationLevel: "all",
  logSeverityLevel: 3,
};

// As the suite does: models that have no such variant stay in float32.
const precision = process.env.Models__Precision ?? "float32";

/** A file of the suite's models/, parsed. */
export const readJson = async (path) => JSON.parse(await readFile(new URL(path, models), "utf8"));

/** One of the suite's models. Its input arrays are used again once a run has ended. */
export class Model {
  #session;
  #input;
  #outputs;
  #free = [];

  constructor(session, manifest, shape, outputs) {
    this.#session = session;
    this.#input = manifest.input.name;
    this.#outputs = outputs;
    this.manifest = manifest;
    this.shape = shape;
    this.length = shape.reduce((a, b) => a * b, 1);
    this.type = manifest.input.type ?? "float32";
  }

  static async load(name, shape, outputs) {
    const manifest = await readJson(`${name}/model.json`);
    const { file } = manifest.variants?.find((v) => v.precision === precision) ?? manifest;
    const session = await ort.InferenceSession.create(fileURLToPath(new URL(`${name}/${file}`, models)), options);
    return new Model(session, manifest, shape ?? imageShape(manifest.input), outputs ?? [manifest.output.name]);
  }

  /** Runs the model on what fill writes, and gives its outputs in order. */
  async run(fill) {
    const data = this.#free.pop() ?? (this.type === "uint8" ? new Uint8Array(this.length) : new Float32Array(this.length));
    try {
      fill(data);
      const results = await this.#session.run({ [this.#input]: new ort.Tensor(this.type, data, this.shape) }, this.#outputs);
      return this.#outputs.map((o) => results[o].data);
    } finally {
      this.#free.push(data);
    }
  }
}

function imageShape({ layout, width, height, color }) {
  const channels = color === "gray" ? 1 : 3;
  return layout === "nchw" ? [1, channels, height, width] : [1, height, width, channels];
}
