import type { Problem } from "../api/call.ts";
import { useInstallation } from "../installation.ts";
import { words } from "../words.ts";

/** What went wrong and what to do; names support where it is nothing the reader can mend. */
export function ProblemNote({ problem, onRetry }: { readonly problem: Problem; readonly onRetry?: () => void }) {
  const { supportMail } = useInstallation();
  const isOurs = problem.status === 0 || problem.status >= 500 || problem.status === 429;
  return (
    <div class="note note-bad" role="alert">
      <p>{problem.message}</p>
      {isOurs && supportMail && (
        <p>
          {words.problem.support} <a href={`mailto:${supportMail}`}>{supportMail}</a>
        </p>
      )}
      {onRetry && (
        <button type="button" onClick={onRetry}>
          {words.problem.retry}
        </button>
      )}
    </div>
  );
}
