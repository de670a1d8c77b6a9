import type { ComponentChildren } from "preact";
import type { Loaded } from "../api/use-loaded.ts";
import { words } from "../words.ts";
import { ProblemNote } from "./problem-note.tsx";

interface WhenLoadedProps<Value> {
  readonly loaded: Loaded<Value>;
  readonly onRetry: () => void;
  /** What it means that it is not there (any more). */
  readonly absent?: string;
  readonly children: (value: Value) => ComponentChildren;
}

/** What there is to see while something loads, once it is there, and when it did not come. */
export function WhenLoaded<Value>({ loaded, onRetry, absent, children }: WhenLoadedProps<Value>) {
  if (loaded.state === "loading") return <p class="quiet">{words.loading}</p>;
  if (loaded.state === "failed") {
    const isAbsent = loaded.problem.status === 404;
    if (isAbsent && absent) return <p class="note">{absent}</p>;
    return <ProblemNote problem={loaded.problem} {...(isAbsent ? {} : { onRetry })} />;
  }
  return <>{children(loaded.value)}</>;
}
