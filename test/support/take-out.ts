import * as z from "zod";
import type { aDemoPerson } from "./demo-person.ts";
import { fetchBytes } from "./demo-person.ts";

type DemoPerson = Awaited<ReturnType<typeof aDemoPerson>>;

const fileShape = z.object({
  path: z.string(),
  name: z.string(),
  size: z.int(),
  crc32: z.string(),
  kind: z.string(),
  _links: z.object({ take_out: z.exactOptional(z.object({ href: z.string(), method: z.literal("post") })) }),
});
const pageOf = <Element extends z.ZodType>(element: Element) =>
  z.object({
    _type: z.literal("Collection"),
    count: z.int(),
    _embedded: z.object({ elements: z.array(element) }),
    _links: z.object({ nextByCursor: z.exactOptional(z.object({ href: z.string() })) }),
  });
const missingShape = z.object({ attachmentId: z.int(), name: z.string(), reason: z.string(), message: z.string() });
const extractShape = z.object({ _type: z.literal("Extract"), id: z.string(), size: z.int(), ticket: z.string() });
const grantShape = z.object({ linksLeft: z.int(), _links: z.object({ content: z.object({ href: z.string() }) }) });

/** All elements of a list, page by page, and how many pages these were. */
async function allOf<Element extends z.ZodType>(person: DemoPerson, first: string, element: Element) {
  const elements: z.infer<Element>[] = [];
  let [next, pages]: [string | undefined, number] = [first, 0];
  while (next !== undefined) {
    const { status, text } = await person.call("GET", next);
    if (status !== 200) throw new Error(`${next} answered ${status}: ${text}`);
    const page = pageOf(element).parse(JSON.parse(text));
    elements.push(...page._embedded.elements);
    next = page._links.nextByCursor?.href;
    pages += 1;
  }
  return { elements, pages };
}

export const filesOf = (person: DemoPerson, backupId: string, query = "") =>
  allOf(person, `/api/v3/backups/${backupId}/files${query}`, fileShape);

export const missingFilesOf = (person: DemoPerson, backupId: string, query = "") =>
  allOf(person, `/api/v3/backups/${backupId}/missing_files${query}`, missingShape);

/** One file, as far as its ticket. */
export async function extractOf(person: DemoPerson, backupId: string, path: string) {
  const { status, text } = await person.call("POST", `/api/v3/backups/${backupId}/extracts`, {
    path,
    password: person.password,
  });
  if (status !== 201) throw new Error(`Taking ${path} out answered ${status}: ${text}`);
  return extractShape.parse(JSON.parse(text));
}

/** Where a grant leads. */
export async function contentOf(person: DemoPerson, backupId: string, ticket: string): Promise<string> {
  const { status, text } = await person.openGrant(backupId, ticket);
  if (status !== 201) throw new Error(`The grant answered ${status}: ${text}`);
  return grantShape.parse(JSON.parse(text))._links.content.href;
}

/** One file, all the way. */
export async function takeOut(person: DemoPerson, backupId: string, path: string) {
  const { ticket, id } = await extractOf(person, backupId, path);
  const content = await contentOf(person, backupId, ticket);
  const { headers, status, text } = await person.call("GET", content);
  if (status !== 303) throw new Error(`The content answered ${status}: ${text}`);
  const link = z.url().parse(headers.location);
  return { id, content, link, ...(await fetchBytes(link)) };
}
