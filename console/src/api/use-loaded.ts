import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Problem } from "./call.ts";

export type Loaded<Value> =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly problem: Problem }
  | { readonly state: "ready"; readonly value: Value };

/**
 * What `load` answers, asked for anew whenever `about` changes and on `reload`; meanwhile what was there is kept. Answers
 * that come after a newer question are not looked at.
 */
export function useLoaded<Value>(
  load: () => Promise<Answer<Value>>,
  about: string = "",
): readonly [Loaded<Value>, () => Promise<void>] {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ state: "loading" });
  const newest = useRef(0);
  const latest = useRef(load);
  latest.current = load;
  const reload = useCallback(async () => {
    const mine = ++newest.current;
    const answer = await latest.current();
    if (mine !== newest.current) return;
    setLoaded("problem" in answer ? { state: "failed", ...answer } : { state: "ready", value: answer.body });
  }, []);
  useEffect(() => {
    void reload();
    return () => {
      newest.current += 1;
    };
  }, [about, reload]);
  return [loaded, reload];
}
