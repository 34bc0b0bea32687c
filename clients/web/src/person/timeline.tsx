import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { PersonHistory } from "../sessions/watch.ts";
import { labelColor } from "./label-colors.ts";

const HEIGHT = 110;

/** The probabilities of the last minute. */
export function Timeline({ person, labels }: { person: PersonHistory; labels: readonly string[] }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>();
  useEffect(() => {
    const element = place.current!;
    const muted = getComputedStyle(element).color;
    plot.current = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        cursor: { show: false },
        legend: { show: false },
        scales: { x: { time: false }, y: { range: [0, 1] } },
        axes: [
          { stroke: muted, size: 22, values: (_, ticks) => ticks.map((t) => `${Math.round(t)} s`), grid: { show: false }, ticks: { show: false } },
          { stroke: muted, size: 42, values: (_, ticks) => ticks.map((t) => `${Math.round(100 * t)}%`), splits: () => [0, 0.5, 1], grid: { stroke: muted, width: 0.25 }, ticks: { show: false } },
        ],
        series: [{}, ...labels.map((label) => ({ label, stroke: labelColor(label), width: 2, points: { show: false } }))],
      },
      [[], ...labels.map(() => [])],
      element,
    );
    const resize = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.current?.destroy();
    };
  }, [labels.join()]);
  const { times, probabilities } = person;
  useEffect(() => {
    const now = times.at(-1) ?? 0;
    plot.current?.setData([times.map((t) => t - now), ...labels.map((_, i) => probabilities.map((p) => p[i] ?? null))]);
  });
  return (
    <figure class="timeline">
      {/* The figures stand above as text; the picture is for the eye. */}
      <div ref={place} aria-hidden="true" />
      <figcaption class="quiet">The last {Math.max(0, Math.round((times.at(-1) ?? 0) - (times[0] ?? 0)))} s</figcaption>
    </figure>
  );
}
