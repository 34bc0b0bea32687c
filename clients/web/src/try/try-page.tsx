import { useEffect, useRef, useState } from "preact/hooks";
import { SessionView } from "../sessions/session-view.tsx";
import { PushedSession } from "./pushed-session.ts";

const FRAME_INTERVAL = 100;

/** The viewer's own webcam or video, frame by frame through the suite. */
export function TryPage() {
  const video = useRef<HTMLVideoElement>(null);
  const [session, setSession] = useState<PushedSession>();
  const [failure, setFailure] = useState<string>();
  const [dropping, setDropping] = useState(false);
  const [, show] = useState(0);

  useEffect(() => {
    if (session === undefined) return;
    const timer = setInterval(() => {
      if (!video.current!.paused && !video.current!.ended) void session.push();
    }, FRAME_INTERVAL);
    return () => {
      clearInterval(timer);
      session.stop();
    };
  }, [session]);
  useEffect(() => () => release(video.current), []);

  function begin(name: string): void {
    setSession(new PushedSession(video.current!, name, () => show((n) => n + 1)));
  }

  async function startWebcam(): Promise<void> {
    stop();
    setFailure(undefined);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, facingMode: "user" } });
      video.current!.srcObject = stream;
      await video.current!.play();
      begin("webcam in a browser");
    } catch (e) {
      setFailure(cameraWords(e));
    }
  }

  async function startFile(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    stop();
    setFailure(undefined);
    try {
      video.current!.src = URL.createObjectURL(file);
      video.current!.loop = true;
      await video.current!.play();
      begin(file.name.slice(0, 64));
    } catch {
      stop();
      setFailure(`'${file.name}' is not a video that this browser can play; most play MP4 (H.264) and WebM.`);
    }
  }

  function stop(): void {
    setSession(undefined);
    release(video.current);
  }

  const running = session !== undefined;
  return (
    <div
      class={dropping ? "dropping" : undefined}
      onDragOver={(e) => (e.preventDefault(), setDropping(true))}
      onDragLeave={() => setDropping(false)}
      onDrop={(e) => (e.preventDefault(), setDropping(false), void startFile(e.dataTransfer?.files[0]))}
    >
      <h2 tabIndex={-1}>Try it</h2>
      <div class="card">
        <p>Your pictures go to this server, which keeps none of them. Tell people before you film them.</p>
        <div class="actions">
          {running ? <button onClick={stop}>Stop</button> : <button onClick={() => void startWebcam()}>Start the webcam</button>}
          <label class="button">
            Choose a video … <input type="file" accept="video/*" class="hidden" onChange={(e) => void startFile(e.currentTarget.files?.[0])} />
          </label>
          <span class="quiet">or drop one anywhere on this page</span>
        </div>
        {failure !== undefined && <p class="notice" role="alert">{failure}</p>}
        {session?.failure !== undefined && <p class="notice" role="alert">{session.failure}</p>}
        {running && session.watch === undefined && session.failure === undefined && <p role="status">Opening a session …</p>}
      </div>
      <video ref={video} class="hidden" muted playsInline aria-hidden="true" tabIndex={-1} />
      {session?.watch !== undefined && <SessionView watch={session.watch} picture={session.picture} />}
    </div>
  );
}

function release(video: HTMLVideoElement | null): void {
  if (video === null) return;
  video.pause();
  if (video.srcObject instanceof MediaStream) for (const track of video.srcObject.getTracks()) track.stop();
  video.srcObject = null;
  if (video.src !== "") {
    URL.revokeObjectURL(video.src);
    video.removeAttribute("src");
    video.load();
  }
}

function cameraWords(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  switch (failure.name) {
    case "NotAllowedError":
      return "The browser did not allow the camera: allow it for this page, which works on localhost and over https only.";
    case "NotFoundError":
      return "There is no camera.";
    case "TypeError":
      return "This page cannot use the camera: browsers allow that on localhost and over https only.";
    default:
      return `The camera cannot be used: ${failure.message}`;
  }
}
