import { useState } from "preact/hooks";
import { words } from "../words.ts";

/** Copies, and says so to those who look and to those who listen. */
export function CopyButton({ text, name }: { readonly text: string; readonly name: string }) {
  const [said, say] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      say(words.copy.done);
    } catch {
      // Not allowed, or too old a browser: it can be marked and copied by hand.
      say(words.copy.byHand);
    }
  };
  return (
    <>
      <button type="button" aria-label={words.copy.name(name)} onClick={() => void copy()}>
        {words.copy.button}
      </button>
      <span role="status" class="quiet">
        {said}
      </span>
    </>
  );
}
