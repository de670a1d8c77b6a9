import type { ComponentChildren } from "preact";
import type { Loaded } from "../api/use-loaded.ts";
import { words } from "../words.ts";
import { ProblemNote } from "./problem-note.tsx";

interface WhenLoadedProps<Value> {
  readonly loaded: Loaded<Value>;
  readonly onRetry: () => void;
  readonly children: (value: Value) => ComponentChildren;
}

/** What there is to see while something loads, once it is there, and when it did not come. */
export function WhenLoaded<Value>({ loaded, onRetry, children }: WhenLoadedProps<Value>) {
  if (loaded.state === "loading") return <p class="quiet">{words.loading}</p>;
  if (loaded.state === "failed") return <ProblemNote problem={loaded.problem} onRetry={onRetry} />;
  return <>{children(loaded.value)}</>;
}
