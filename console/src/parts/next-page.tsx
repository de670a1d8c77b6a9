import type { Pages } from "../api/use-pages.ts";
import { ProblemNote } from "./problem-note.tsx";

/** What stands below a list that goes on: a button, named `name`, or why the next page did not come. */
export function NextPage({ pages, name }: { readonly pages: Pages<unknown>; readonly name: string }) {
  const { loadNext, problem } = pages;
  if (!loadNext) return null;
  if (problem) return <ProblemNote problem={problem} onRetry={() => void loadNext()} />;
  return (
    <div class="actions">
      <button type="button" onClick={() => void loadNext()}>
        {name}
      </button>
    </div>
  );
}
