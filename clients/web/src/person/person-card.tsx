import type { PersonHistory } from "../sessions/watch.ts";
import { labelColor } from "./label-colors.ts";
import { Timeline } from "./timeline.tsx";
import { maskWords, percent, streamName, streamReason } from "./wording.ts";

/** One person: emotion, its reasons, and how it went. */
export function PersonCard({ person, labels }: { person: PersonHistory; labels: readonly string[] }) {
  const { latest, trackId, gone } = person;
  const { emotion, face } = latest;
  const heading = `person-${trackId}`;
  return (
    <article class={gone ? "card person gone" : "card person"} aria-labelledby={heading} data-person={trackId}>
      <h3 id={heading}>
        <span>Person {trackId}</span> <strong data-label={emotion?.label}>{emotion?.label || "no score yet"}</strong>
      </h3>
      <p class="quiet">{gone ? "not in the picture any more" : maskWords(face)}</p>
      <ul class="bars" aria-label="Emotions" role="list">
        {emotion?.scores.map((score) => (
          <li key={score.label}>
            <span class="bar-name">{score.label}</span>
            <span class="bar-track" aria-hidden="true">
              <span class="bar" style={{ width: `${(100 * score.probability).toFixed(1)}%`, backgroundColor: labelColor(score.label) }} />
            </span>
            <span class="bar-value">{percent(score.probability)}</span>
          </li>
        ))}
      </ul>
      <table class="streams">
        <caption class="hidden">What each stream had to say</caption>
        <thead>
          <tr><th scope="col">Stream</th><th scope="col" title="Multiplies the stream's logits">Weight</th><th scope="col" title="Its share in the fused logits">Influence</th><th scope="col">Why</th></tr>
        </thead>
        <tbody>
          {emotion?.streams.map((stream) => (
            <tr key={stream.stream} data-stream={streamName(stream.stream)}>
              <th scope="row">{streamName(stream.stream)}</th>
              <td>{percent(stream.weight)}</td>
              <td>{percent(stream.influence)}</td>
              <td>
                {streamReason(stream, face)}
                {stream.model !== undefined && <span class="quiet"> {stream.model.name} {stream.model.version}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Timeline person={person} labels={labels} />
    </article>
  );
}
