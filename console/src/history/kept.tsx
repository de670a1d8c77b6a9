import type { Backup } from "../api/wire.ts";
import { day } from "../format.ts";
import { words } from "../words.ts";

/** Until when at least, and what keeps it beyond that. */
export function Kept({ backup }: { readonly backup: Backup }) {
  const { keptUntil, retainedAs, pinned } = backup;
  if (keptUntil === null) return null;
  const text = words.kept;
  const periods = (["daily", "weekly", "monthly"] as const).filter((each) => retainedAs?.includes(each));
  const reason = retainedAs?.includes("newest")
    ? text.newest
    : periods.length > 0 && text.newestOf(periods.map((each) => text.periods[each]).join(", "));
  const isGoing = retainedAs?.length === 0;
  return (
    <>
      {isGoing ? text.going : Date.parse(keptUntil) > Date.now() ? text.until(day(keptUntil)) : text.on}
      {pinned && <span class="badge">{text.pinned}</span>}
      {reason && <small>{reason}</small>}
    </>
  );
}
