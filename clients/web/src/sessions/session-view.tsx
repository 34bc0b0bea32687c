import type { ComponentChildren } from "preact";
import { PersonCard } from "../person/person-card.tsx";
import { Scene } from "../scene/scene.tsx";
import type { Watch } from "./watch.ts";

/** A session as it happens. */
export function SessionView({ watch, picture }: { watch: Watch; picture?: CanvasImageSource | undefined }) {
  void watch.version.value;
  const { opened, latest } = watch;
  const persons = [...watch.persons.values()].sort((a, b) => a.trackId - b.trackId);
  const total = latest?.times.find((t) => t.stage === "total")?.milliseconds;
  const keypoints = opened?.options?.keypoints ?? false;
  return (
    <div class="session">
      {watch.failure !== undefined && <p class="notice" role="alert">{watch.failure}</p>}
      {watch.ended !== undefined && <p class="notice" role="status">{watch.ended}</p>}
      <div class="view">
        <div class="card">
          <Scene result={latest} picture={picture} />
          {!keypoints && opened !== undefined && <p class="quiet">No skeletons: the session's client did not ask for keypoints.</p>}
        </div>
        <dl class="card facts">
          <Fact name="Frame">{String(latest?.sequence ?? "–")}</Fact>
          <Fact name="Results">{watch.results} ({watch.rate.toFixed(1)} a second)</Fact>
          <Fact name="Age of the frame">{watch.age === undefined ? "–" : `${watch.age} ms`}</Fact>
          <Fact name="Of it in the suite">{total === undefined ? "–" : `${total.toFixed(0)} ms`}</Fact>
          <Fact name="Dropped">{words(watch.dropped)}</Fact>
          <Fact name="Errors">{words(watch.errors)}</Fact>
          {watch.missed > 0n && <Fact name="Not shown">{String(watch.missed)} (this page was too slow)</Fact>}
          <Fact name="Models">
            {opened?.models.map((m) => <span key={m.name} class="model">{m.name} {m.version}</span>)}
          </Fact>
        </dl>
      </div>
      <div class="persons">
        {persons.map((person) => <PersonCard key={person.trackId} person={person} labels={opened?.labels ?? []} />)}
      </div>
      <p class="hidden" aria-live="polite">{persons.filter((p) => !p.gone).map((p) => `Person ${p.trackId}: ${p.latest.emotion?.label || "no score"}`).join(". ")}</p>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function words(counts: Map<string, number>): string {
  return counts.size === 0 ? "none" : [...counts].map(([word, n]) => `${n} ${word}`).join(", ");
}
