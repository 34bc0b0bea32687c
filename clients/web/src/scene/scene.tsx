import { useEffect, useRef } from "preact/hooks";
import type { FrameResult } from "../gen/emotion/v1/recognition_pb.ts";
import { drawPersons } from "./draw.ts";

/** The frame's persons, over the viewer's own picture where there is one. */
export function Scene({ result, picture }: { result: FrameResult | undefined; picture?: CanvasImageSource | undefined }) {
  const element = useRef<HTMLCanvasElement>(null);
  const width = result?.width || 640;
  const height = result?.height || 360;
  useEffect(() => {
    const canvas = element.current!;
    const density = Math.max(1, Math.min(3, (canvas.clientWidth * devicePixelRatio) / width));
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    const context = canvas.getContext("2d")!;
    context.scale(density, density);
    if (picture !== undefined) context.drawImage(picture, 0, 0, width, height);
    // Lines and names keep their size on the screen.
    drawPersons(context, result?.persons ?? [], width / (canvas.clientWidth || width));
  });
  const count = result?.persons.length ?? 0;
  const words = result === undefined ? "No frame yet" : `${count} ${count === 1 ? "person" : "persons"} in frame ${result.sequence}`;
  return <canvas class="scene" ref={element} role="img" aria-label={words} style={{ aspectRatio: `${width} / ${height}` }} />;
}
