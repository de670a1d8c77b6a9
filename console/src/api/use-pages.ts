import { useState } from "preact/hooks";
import type { Answer, Problem } from "./call.ts";

/** A page of a list, as the API gives lists. */
interface Page<Element> {
  readonly _embedded: { readonly elements: readonly Element[] };
  readonly _links: { readonly nextByCursor?: { readonly href: string } };
}

export interface Pages<Element> {
  readonly elements: readonly Element[];
  /** Absent on the last page. */
  readonly loadNext?: () => Promise<void>;
  readonly problem?: Problem;
}

interface Following<Element> {
  readonly after: Page<Element>;
  readonly pages: readonly Page<Element>[];
  readonly problem?: Problem;
}

/** A list that is read a page at a time. Another first page begins another list: what followed the one before is none of its. */
export function usePages<Element>(
  first: Page<Element>,
  load: (href: string) => Promise<Answer<Page<Element>>>,
): Pages<Element> {
  const [kept, setFollowing] = useState<Following<Element>>({ after: first, pages: [] });
  const following = kept.after === first ? kept : { after: first, pages: [] };
  const pages = [first, ...following.pages];
  const next = pages.at(-1)?._links.nextByCursor?.href;
  const loadNext = async (href: string): Promise<void> => {
    setFollowing({ after: first, pages: following.pages });
    const answer = await load(href);
    setFollowing(
      "problem" in answer
        ? { ...following, problem: answer.problem }
        : { after: first, pages: [...following.pages, answer.body] },
    );
  };
  return {
    elements: pages.flatMap(({ _embedded }) => _embedded.elements),
    ...(next === undefined ? {} : { loadNext: () => loadNext(next) }),
    ...(following.problem ? { problem: following.problem } : {}),
  };
}
