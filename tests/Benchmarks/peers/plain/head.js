import { visibleFrom } from "./pose.js";

/** Where a pose says that the face is: middle, side, and angle of the line of the eyes; null when nothing of the head is seen. */
export function headOf(pose) {
  const [nose, leftEye, rightEye, leftEar, rightEar, leftShoulder, rightShoulder] = pose.keypoints;
  const visible = (k) => k.score >= visibleFrom;
  const span = (a, b) => (visible(a) && visible(b) ? Math.hypot(a.x - b.x, a.y - b.y) : 0);
  const face = [nose, leftEye, rightEye].filter(visible);
  const head = face.length > 0 ? face : [leftEar, rightEar].filter(visible);
  if (head.length === 0) return null;
  // Lengths of a head in sides of a BlazeFace box; a turned head shortens them, so the largest estimate wins.
  const side = Math.max(
    2.3 * span(leftEye, rightEye),
    1.15 * span(leftEar, rightEar),
    1.9 * span(nose, leftEar),
    1.9 * span(nose, rightEar),
    0.4 * span(leftShoulder, rightShoulder)) || Math.max(pose.box.width, pose.box.height) / 8;
  const mean = (of) => head.reduce((sum, k) => sum + of(k), 0) / head.length;
  const [left, right] = visible(leftEye) && visible(rightEye) ? [leftEye, rightEye] : [leftEar, rightEar];
  const angle = visible(left) && visible(right) ? Math.atan2(left.y - right.y, left.x - right.x) : 0;
  return { x: mean((k) => k.x), y: mean((k) => k.y), side: Math.max(side, 4), angle };
}
