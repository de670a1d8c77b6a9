import type * as z from "zod";
import type { Question, StaffClient } from "./staff-client.ts";

interface Page<Element> {
  readonly _embedded: { readonly elements: readonly Element[] };
  readonly _links: { readonly nextByCursor?: { readonly href: string } };
}

/** The elements of a list, one after the other; a page is asked for when the one before it is used up. */
export async function* eachOf<Element>(
  client: StaffClient,
  { path, query }: Pick<Question, "path" | "query">,
  shape: z.core.$ZodType<Page<Element>>,
): AsyncGenerator<Element, void> {
  let cursor: string | undefined;
  do {
    const page = await client.ask({ method: "GET", path, query: { ...query, cursor } }, shape);
    yield* page._embedded.elements;
    const next = page._links.nextByCursor?.href;
    cursor = next === undefined ? undefined : (new URL(next, "http://unused").searchParams.get("cursor") ?? undefined);
  } while (cursor !== undefined);
}

export const allOf = <Element>(...asked: Parameters<typeof eachOf<Element>>): Promise<Element[]> =>
  Array.fromAsync(eachOf(...asked));
