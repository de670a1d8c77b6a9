import type * as z from "zod";
import type { Question, StaffClient } from "./staff-client.ts";

interface Page<Element> {
  readonly _embedded: { readonly elements: readonly Element[] };
  readonly _links: { readonly nextByCursor?: { readonly href: string } };
}

/** All elements of a list, page by page. */
export async function allOf<Element>(
  client: StaffClient,
  { path, query }: Pick<Question, "path" | "query">,
  shape: z.core.$ZodType<Page<Element>>,
): Promise<readonly Element[]> {
  const elements: Element[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.ask({ method: "GET", path, query: { ...query, cursor } }, shape);
    elements.push(...page._embedded.elements);
    const next = page._links.nextByCursor?.href;
    cursor = next === undefined ? undefined : (new URL(next, "http://unused").searchParams.get("cursor") ?? undefined);
  } while (cursor !== undefined);
  return elements;
}
