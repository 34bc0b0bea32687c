import { durationFromMs, timestampNow } from "./time.ts";
import { explain, isGone, recognition } from "../api/client.ts";
import { ImageFormat } from "../gen/emotion/v1/image_pb.ts";
import { Watch } from "../sessions/watch.ts";

const LARGEST_SIDE = 640;
const QUALITY = 0.85;
const MOST_UNANSWERED = 3;
const LOST_AFTER = 10_000;
const TIME_TO_LIVE = 2000;
const KEPT_PICTURES = 8;

/** Pushes pictures of a video element one by one, as browsers cannot stream, and watches what comes back. */
export class PushedSession {
  watch: Watch | undefined;
  failure: string | undefined;
  sent = 0;

  #sessionId = "";
  #sequence = 0n;
  #stopped = false;
  // What is on its way, and since when; an answer that got lost must not stop everything.
  readonly #unanswered = new Map<bigint, number>();
  readonly #pictures = new Map<bigint, ImageBitmap>();
  readonly #canvas = document.createElement("canvas");

  /**
   * @param video What is pushed while it plays.
   * @param name The session's name in lists.
   * @param changed Is told that there is something new to show.
   */
  constructor(
    readonly video: HTMLVideoElement,
    readonly name: string,
    readonly changed: () => void,
  ) {}

  /** The picture that the latest result belongs to. */
  get picture(): ImageBitmap | undefined {
    const sequence = this.watch?.latest?.sequence;
    return sequence === undefined ? undefined : this.#pictures.get(sequence);
  }

  /** Pushes the video's present picture, if the server is ready for one. */
  async push(): Promise<void> {
    const now = performance.now();
    for (const [sequence, since] of this.#unanswered) if (now - since > LOST_AFTER) this.#unanswered.delete(sequence);
    if (this.#stopped || this.#unanswered.size >= (this.#sessionId === "" ? 1 : MOST_UNANSWERED)) return;
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth === 0) return;
    const scale = Math.min(1, LARGEST_SIDE / Math.max(videoWidth, videoHeight));
    this.#canvas.width = Math.round(videoWidth * scale);
    this.#canvas.height = Math.round(videoHeight * scale);
    this.#canvas.getContext("2d")!.drawImage(this.video, 0, 0, this.#canvas.width, this.#canvas.height);
    const sequence = ++this.#sequence;
    const captureTime = timestampNow();
    this.#unanswered.set(sequence, now);
    try {
      const [blob, bitmap] = await Promise.all([encode(this.#canvas), createImageBitmap(this.#canvas)]);
      this.#keep(sequence, bitmap);
      const response = await recognition.pushFrame({
        sessionId: this.#sessionId,
        options: { source: this.name, keypoints: true, newestOnly: true, timeToLive: durationFromMs(TIME_TO_LIVE) },
        frame: { sequence, captureTime, image: { format: ImageFormat.JPEG, data: new Uint8Array(await blob.arrayBuffer()) } },
      });
      this.sent += 1;
      this.failure = undefined;
      this.#join(response.session!.sessionId);
    } catch (e) {
      this.#unanswered.delete(sequence);
      // A session ends without frames, or with its server: the next picture opens another.
      if (isGone(e)) this.#leave();
      else this.failure = explain(e);
    }
    this.changed();
  }

  /** Ends pushing; the server's session ends when no more comes. */
  stop(): void {
    this.#stopped = true;
    this.#leave();
    for (const bitmap of this.#pictures.values()) bitmap.close();
    this.#pictures.clear();
  }

  #join(sessionId: string): void {
    if (this.#stopped || sessionId === this.#sessionId) return;
    this.#leave();
    this.#sessionId = sessionId;
    this.watch = new Watch(sessionId, (sequence) => {
      this.#unanswered.delete(sequence);
      this.changed();
    });
  }

  #leave(): void {
    this.watch?.stop();
    this.watch = undefined;
    this.#sessionId = "";
    this.#unanswered.clear();
  }

  #keep(sequence: bigint, bitmap: ImageBitmap): void {
    this.#pictures.set(sequence, bitmap);
    for (const [old, picture] of this.#pictures) {
      if (this.#pictures.size <= KEPT_PICTURES) break;
      picture.close();
      this.#pictures.delete(old);
    }
  }
}

function encode(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error("The picture cannot be encoded.")) : resolve(blob)), "image/jpeg", QUALITY));
}
