import { duration, when } from "../format.ts";
import { words } from "../words.ts";
import { useNow } from "./use-now.ts";

/** A time to come, with what is left until then. */
export function Countdown({ until }: { readonly until: string }) {
  const left = (Date.parse(until) - useNow()) / 1000;
  return (
    <span>
      <time dateTime={until}>{when(until)}</time>
      {left > 0 && <span role="timer"> {words.leftUntil(duration(left))}</span>}
    </span>
  );
}
