import { useEffect } from "preact/hooks";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { isBeingMade, ProgressSection } from "./progress-section.tsx";
import { useWatched } from "./use-watched.ts";

/** Watches one that is being made; `onEnded` once it is not any more. */
export function WatchedProgress({ backupId, onEnded }: { readonly backupId: string; readonly onEnded: () => void }) {
  const [backup, reload] = useWatched(backupId);
  const hasEnded = backup.state === "ready" && !isBeingMade(backup.value);
  useEffect(() => {
    if (hasEnded) onEnded();
  }, [hasEnded]);
  return (
    <WhenLoaded loaded={backup} onRetry={() => void reload()}>
      {(value) => isBeingMade(value) && <ProgressSection backup={value} onChanged={() => void reload()} />}
    </WhenLoaded>
  );
}
