import { signal } from "@preact/signals";
import { AccessForm } from "./api/access-form.tsx";
import { accessWanted } from "./api/client.ts";
import { HealthBar } from "./health/health-bar.tsx";
import { SessionsPage } from "./sessions/sessions-page.tsx";
import { TryPage } from "./try/try-page.tsx";

const page = signal(location.hash);
addEventListener("hashchange", () => {
  page.value = location.hash;
  // Who works by keyboard or by ear starts at the new page's heading.
  requestAnimationFrame(() => document.querySelector<HTMLElement>("main h2")?.focus());
});

/** The whole page. */
export function App() {
  const isTry = page.value === "#/try";
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => (e.preventDefault(), document.getElementById("main")?.focus())}>To the content</a>
      <header>
        <h1>EmotionGrpc</h1>
        <nav aria-label="Pages">
          <a href="#/" aria-current={isTry ? undefined : "page"}>Sessions</a>
          <a href="#/try" aria-current={isTry ? "page" : undefined}>Try it</a>
        </nav>
        <HealthBar />
      </header>
      <main id="main" tabIndex={-1}>
        {accessWanted.value !== undefined && <AccessForm />}
        {isTry ? <TryPage /> : <SessionsPage />}
      </main>
      <footer>Scores say what a face and a posture look like to a model, not what somebody feels.</footer>
    </>
  );
}
