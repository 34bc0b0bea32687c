import { overlap } from "./box.js";
import { Movement } from "./movement.js";

const samePerson = 0.2;
const rememberedFor = 1500;

/** The persons of one camera, told apart by where they were last. */
export class Camera {
  #tracks = [];
  #input;

  constructor(input) {
    this.#input = input;
  }

  /** The movement of each pose's person, the pose included. */
  follow(time, poses) {
    this.#tracks = this.#tracks.filter((t) => time - t.time <= rememberedFor);
    const free = new Set(this.#tracks);
    return poses.map((pose) => {
      let best = null;
      let most = samePerson;
      for (const track of free) {
        const shared = overlap(track.box, pose.box);
        if (shared > most) [best, most] = [track, shared];
      }
      best ??= this.#add();
      free.delete(best);
      [best.box, best.time] = [pose.box, Math.max(best.time, time)];
      best.movement.add(time, pose.keypoints);
      return best.movement;
    });
  }

  #add() {
    const track = { box: null, time: 0, movement: new Movement(this.#input) };
    this.#tracks.push(track);
    return track;
  }
}
