import { useRef } from "preact/hooks";
import { accessWanted, useKey } from "./client.ts";

/** Asks for the key that the gateway wants. */
export function AccessForm() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <form class="card access" onSubmit={(e) => (e.preventDefault(), useKey(input.current?.value.trim() ?? ""))}>
      <p>{accessWanted.value}</p>
      <label>
        API key <input ref={input} type="password" autocomplete="off" required spellcheck={false} />
      </label>
      <button>Use it</button>
      <p class="quiet">It stays in this page's memory. Watching needs the scopes admin and watch, trying recognize and watch.</p>
    </form>
  );
}
