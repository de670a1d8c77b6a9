import { useEffect } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import { type Loaded, useLoaded } from "../api/use-loaded.ts";
import type { Backup } from "../api/wire.ts";
import { isBeingMade } from "./progress-section.tsx";

const POLL_MS = 2000;

/** One backup; looked at again and again while it is made, but not while nobody sees the page: that would keep a session alive. */
export function useWatched(backupId: string): readonly [Loaded<Backup>, () => Promise<void>] {
  const [loaded, reload] = useLoaded(() => coffer.backup(backupId), backupId);
  const isGoing =
    loaded.state === "ready" ? isBeingMade(loaded.value) : loaded.state === "failed" && loaded.problem.status === 0;
  useEffect(() => {
    if (!isGoing) return undefined;
    const look = () => void (document.visibilityState === "visible" && reload());
    const timer = setInterval(look, POLL_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [isGoing, reload]);
  return [loaded, reload];
}
