import { useState } from "preact/hooks";
import type { Problem } from "../api/call.ts";
import { coffer } from "../api/coffer-api.ts";
import { type Errand, wayBack } from "../session/errand.ts";
import { words } from "../words.ts";
import { ProblemNote } from "./problem-note.tsx";

/** Off to the identity provider, which asks anew who they are; the way back leads to the same dialog. */
export function ProviderProof({ errand, path }: { readonly errand: Errand; readonly path: string }) {
  const [problem, setProblem] = useState<Problem>();
  const begin = async (): Promise<void> => {
    setProblem(undefined);
    const answer = await coffer.beginSignOn("step-up", wayBack(path, errand));
    if ("problem" in answer) setProblem(answer.problem);
    else location.assign(answer.body._links.authorize.href);
  };
  return (
    <>
      <p>{words.proof.provider}</p>
      <div class="actions">
        <button type="button" class="primary" onClick={() => void begin()}>
          {words.proof.goToProvider}
        </button>
      </div>
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}
