import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Problem } from "../api/call.ts";
import { words } from "../words.ts";
import { ProblemNote } from "./problem-note.tsx";

/** What stands in the form's fields, by their names. */
export type Fields = (name: string) => string;

interface ActionFormProps<Body> {
  readonly action: (fields: Fields) => Promise<Answer<Body>>;
  readonly onDone: (body: Body) => void;
  readonly submit: string;
  readonly isDanger?: boolean;
  /** Something has to be done first, elsewhere. */
  readonly canSubmit?: boolean;
  readonly onCancel?: () => void;
  /** What leads out without doing it. */
  readonly cancel?: string;
  readonly children?: ComponentChildren;
}

/** A code is good for one try; a password is typed over, so it is marked. */
function prepareNextTry({ elements }: HTMLFormElement): void {
  const [code, password] = [elements.namedItem("code"), elements.namedItem("password")];
  if (code instanceof HTMLInputElement) code.value = "";
  if (password instanceof HTMLInputElement) password.select();
}

/** Sends once, says that it is at it, and says what went wrong. */
export function ActionForm<Body>({
  action,
  onDone,
  submit,
  isDanger,
  canSubmit = true,
  onCancel,
  cancel = words.cancel,
  children,
}: ActionFormProps<Body>) {
  const form = useRef<HTMLFormElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const why = useRef<HTMLDivElement>(null);
  // A dialog on a phone may be longer than what is seen of it.
  useEffect(() => why.current?.scrollIntoView({ block: "nearest" }), [problem]);

  const send = async (): Promise<void> => {
    if (isBusy || !canSubmit || form.current === null) return;
    const data = new FormData(form.current);
    setBusy(true);
    setProblem(undefined);
    const answer = await action((name) => {
      const value = data.get(name);
      return typeof value === "string" ? value : "";
    });
    setBusy(false);
    if ("body" in answer) return onDone(answer.body);
    setProblem(answer.problem);
    prepareNextTry(form.current);
  };

  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
      {problem && (
        <div ref={why}>
          <ProblemNote problem={problem} />
        </div>
      )}
      <div class="actions">
        {canSubmit && (
          <button type="submit" class={isDanger ? "danger" : "primary"} aria-disabled={isBusy}>
            {isBusy ? words.busy : submit}
          </button>
        )}
        {onCancel && (
          // Where there is nothing to fill in, a dangerous button is not what a stray Enter presses.
          <button type="button" onClick={onCancel} autoFocus={isDanger && children === undefined}>
            {cancel}
          </button>
        )}
      </div>
    </form>
  );
}
