import { useEffect, useState } from "preact/hooks";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { explain, recognition } from "../api/client.ts";
import type { SessionInfo } from "../gen/emotion/v1/recognition_pb.ts";
import { SessionView } from "./session-view.tsx";
import { Watch } from "./watch.ts";

const INTERVAL = 1000;

/** The live sessions, and one of them as it happens. */
export function SessionsPage() {
  const [sessions, setSessions] = useState<readonly SessionInfo[]>();
  const [failure, setFailure] = useState<string>();
  const [watch, setWatch] = useState<Watch>();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    async function ask() {
      try {
        setSessions((await recognition.listSessions({}, { timeoutMs: 5000 })).sessions);
        setFailure(undefined);
      } catch (e) {
        setFailure(explain(e));
      }
      if (!ended) timer = setTimeout(() => void ask(), INTERVAL);
    }
    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, []);

  // The first session is looked at by itself; a session that is over stays on the screen until another is chosen or comes.
  const over = watch === undefined || (watch.version.value >= 0 && watch.ended !== undefined);
  const first = sessions?.[0]?.sessionId;
  useEffect(() => {
    if (over && first !== undefined && first !== watch?.sessionId) setWatch(new Watch(first));
  }, [over, first]);
  useEffect(() => () => watch?.stop(), [watch]);

  return (
    <>
      <h2 tabIndex={-1}>Live sessions</h2>
      {failure !== undefined && <p class="notice" role="alert">{failure}</p>}
      {sessions?.length === 0 && (
        <p class="card">
          No session is live. Stream a camera or a file with <code>./emotion edge stream SOURCE</code>, or <a href="#/try">try it here</a>.
        </p>
      )}
      {sessions !== undefined && sessions.length > 0 && <SessionTable sessions={sessions} chosen={watch?.sessionId} choose={(id) => setWatch(new Watch(id))} />}
      {watch !== undefined && <SessionView watch={watch} />}
    </>
  );
}

function SessionTable({ sessions, chosen, choose }: { sessions: readonly SessionInfo[]; chosen: string | undefined; choose: (id: string) => void }) {
  return (
    <div class="card scroll" tabIndex={0} role="region" aria-label="List of sessions">
      <table class="sessions">
        <thead>
          <tr>
            <th scope="col">Source</th><th scope="col">Since</th><th scope="col">Persons</th><th scope="col">Results a second</th><th scope="col">Frames</th><th scope="col">Dropped</th>
            <th scope="col">Errors</th><th scope="col"><span class="hidden">Watch</span></th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((s) => (
            <tr key={s.sessionId} data-session={s.sessionId} class={s.sessionId === chosen ? "chosen" : undefined}>
              <th scope="row">{s.source || "unnamed"}</th>
              <td>{s.openedTime === undefined ? "" : timestampDate(s.openedTime).toLocaleTimeString()}</td>
              <td>{s.persons}</td>
              <td>{s.resultsPerSecond.toFixed(1)}</td>
              <td>{String(s.counts?.received ?? 0)}</td>
              <td>{String(s.counts?.dropped ?? 0)}</td>
              <td>{String(s.counts?.errors ?? 0)}</td>
              <td><button aria-pressed={s.sessionId === chosen} onClick={() => choose(s.sessionId)}>Watch<span class="hidden"> {s.source || s.sessionId}</span></button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
