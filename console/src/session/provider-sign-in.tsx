import { useState } from "preact/hooks";
import type { Problem } from "../api/call.ts";
import { coffer } from "../api/coffer-api.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { words } from "../words.ts";

/** Off to the identity provider; it sends the browser back to where it is now. */
export function ProviderSignIn() {
  const [problem, setProblem] = useState<Problem>();
  const begin = async (): Promise<void> => {
    setProblem(undefined);
    const answer = await coffer.beginSignOn("sign-in", location.pathname);
    if ("problem" in answer) setProblem(answer.problem);
    else location.assign(answer.body._links.authorize.href);
  };
  return (
    <div class="or">
      <p class="quiet">{words.signIn.or}</p>
      <button type="button" onClick={() => void begin()}>
        {words.signIn.provider}
      </button>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
