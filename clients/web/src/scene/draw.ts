import type { PersonResult } from "../gen/emotion/v1/recognition_pb.ts";
import { KeypointName as K } from "../gen/emotion/v1/person_pb.ts";
import { labelColor } from "../person/label-colors.ts";

const BONES: readonly (readonly [K, K])[] = [
  [K.LEFT_SHOULDER, K.RIGHT_SHOULDER], [K.LEFT_SHOULDER, K.LEFT_ELBOW], [K.LEFT_ELBOW, K.LEFT_WRIST], [K.RIGHT_SHOULDER, K.RIGHT_ELBOW], [K.RIGHT_ELBOW, K.RIGHT_WRIST],
  [K.LEFT_SHOULDER, K.LEFT_HIP], [K.RIGHT_SHOULDER, K.RIGHT_HIP], [K.LEFT_HIP, K.RIGHT_HIP], [K.LEFT_HIP, K.LEFT_KNEE], [K.LEFT_KNEE, K.LEFT_ANKLE],
  [K.RIGHT_HIP, K.RIGHT_KNEE], [K.RIGHT_KNEE, K.RIGHT_ANKLE], [K.NOSE, K.LEFT_EYE], [K.NOSE, K.RIGHT_EYE], [K.LEFT_EYE, K.LEFT_EAR], [K.RIGHT_EYE, K.RIGHT_EAR],
];
const SEEN = 0.3;

/** Draws what was found into a canvas whose units are the picture's pixels. */
export function drawPersons(canvas: CanvasRenderingContext2D, persons: readonly PersonResult[], unit: number): void {
  canvas.lineJoin = canvas.lineCap = "round";
  for (const person of persons) {
    const color = person.emotion?.label ? labelColor(person.emotion.label) : "#939aa6";
    drawSkeleton(canvas, person, color, unit);
    if (person.face?.box !== undefined) drawBox(canvas, person.face.box, color, 2 * unit, []);
    if (person.box !== undefined) {
      drawBox(canvas, person.box, color, unit, [6 * unit, 4 * unit]);
      drawName(canvas, person, color, unit);
    }
  }
}

function drawSkeleton(canvas: CanvasRenderingContext2D, { keypoints }: PersonResult, color: string, unit: number): void {
  const seen = new Map(keypoints.filter((k) => k.score >= SEEN).map((k) => [k.name, k]));
  canvas.strokeStyle = color;
  canvas.lineWidth = 3 * unit;
  for (const [from, to] of BONES) {
    const [a, b] = [seen.get(from), seen.get(to)];
    if (a === undefined || b === undefined) continue;
    canvas.beginPath();
    canvas.moveTo(a.x, a.y);
    canvas.lineTo(b.x, b.y);
    canvas.stroke();
  }
  canvas.fillStyle = "#ffffff";
  for (const { x, y } of seen.values()) {
    canvas.beginPath();
    canvas.arc(x, y, 2.5 * unit, 0, 2 * Math.PI);
    canvas.fill();
  }
}

function drawBox(canvas: CanvasRenderingContext2D, box: { x: number; y: number; width: number; height: number }, color: string, width: number, dashes: number[]): void {
  canvas.strokeStyle = color;
  canvas.lineWidth = width;
  canvas.setLineDash(dashes);
  canvas.strokeRect(box.x, box.y, box.width, box.height);
  canvas.setLineDash([]);
}

function drawName(canvas: CanvasRenderingContext2D, person: PersonResult, color: string, unit: number): void {
  const { x, y } = person.box!;
  const text = `${person.trackId} ${person.emotion?.label ?? ""}`.trim();
  canvas.font = `600 ${14 * unit}px system-ui, sans-serif`;
  const width = canvas.measureText(text).width + 10 * unit;
  const top = Math.max(0, y - 20 * unit);
  canvas.fillStyle = color;
  canvas.fillRect(Math.max(0, x), top, width, 20 * unit);
  canvas.fillStyle = "#10131a";
  canvas.fillText(text, Math.max(0, x) + 5 * unit, top + 15 * unit);
}
