import type { Problem } from "../api/call.ts";
import { clock, clockToTheSecond } from "../format.ts";
import { useInstallation } from "../installation.ts";
import { words } from "../words.ts";
import { TimeLeft } from "./time-left.tsx";

/** What went wrong and what to do; names support where it is nothing the reader can mend. */
export function ProblemNote({ problem, onRetry }: { readonly problem: Problem; readonly onRetry?: () => void }) {
  const { supportMail } = useInstallation();
  const { retryAt } = problem;
  const isOurs = problem.status === 0 || problem.status >= 500 || problem.status === 429;
  return (
    <div class="note note-bad">
      <div role="alert">
        <p>
          {problem.message} {retryAt !== undefined && words.problem.retryAt(timeOf(retryAt))}
        </p>
      </div>
      {retryAt !== undefined && <TimeLeft until={retryAt} isOver={words.problem.waitIsOver} />}
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

const MINUTE_MS = 60_000;

/** To the second only where it is a matter of seconds; else the full minute after it. */
const timeOf = (ms: number): string =>
  ms - Date.now() < 2 * MINUTE_MS
    ? clockToTheSecond(new Date(ms).toISOString())
    : clock(new Date(Math.ceil(ms / MINUTE_MS) * MINUTE_MS).toISOString());
