import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { keyHeader } from "../api/client.ts";

interface Dependency {
  readonly name: string;
  readonly present: boolean;
  readonly reason?: string;
}

type Health = { readonly kind: "asking" | "silent" } | { readonly kind: "told"; readonly ready: boolean; readonly dependencies: readonly Dependency[] };

const INTERVAL = 1000;
const health = signal<Health>({ kind: "asking" });

/** Which services answer the gateway, asked every second. */
export function HealthBar() {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    async function ask() {
      health.value = await read();
      if (!ended) timer = setTimeout(() => void ask(), INTERVAL);
    }
    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, []);
  const now = health.value;
  return (
    <ul class="health" aria-label="Services" role="list">
      {now.kind === "asking" && <li>Asking …</li>}
      {now.kind === "silent" && <Chip name="Gateway" present={false} reason="It does not answer." />}
      {now.kind === "told" && (
        <>
          <Chip name="Gateway" present />
          {now.dependencies.map((d) => <Chip key={d.name} {...d} />)}
          {now.dependencies.length === 0 && <Chip name="Services" present={now.ready} />}
        </>
      )}
    </ul>
  );
}

function Chip({ name, present, reason }: Dependency) {
  return (
    <li class={present ? "chip good" : "chip bad"} data-service={name} title={reason}>
      <span aria-hidden="true">{present ? "●" : "✕"}</span> {name} <span class={present ? "hidden" : undefined}>{present ? "ready" : "missing"}</span>
    </li>
  );
}

async function read(): Promise<Health> {
  try {
    const response = await fetch("/readyz", { headers: keyHeader(), cache: "no-store", signal: AbortSignal.timeout(5000) });
    const report = (await response.json()) as { status: string; dependencies?: Dependency[] };
    const order = (d: Dependency) => ["Detection", "FaceStream", "BodyStream", "Fusion"].indexOf(d.name);
    const dependencies = (report.dependencies ?? []).map((d) => ({ ...d, name: d.name.replace(/^upstream /, "") })).sort((a, b) => order(a) - order(b));
    return { kind: "told", ready: report.status === "ready", dependencies };
  } catch {
    return { kind: "silent" };
  }
}
