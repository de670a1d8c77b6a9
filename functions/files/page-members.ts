import * as z from "zod/mini";

const PAGE_SIZE = 50;

/** How much of a list, and from where on: the place that the page before has named. */
export const pageMembers = {
  pageSize: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), PAGE_SIZE),
  cursor: z.optional(z.string().check(z.regex(/^(?:0|[1-9]\d{0,14})$/u))),
};

export const placeOf = (cursor: string | undefined): { readonly after?: number } =>
  cursor === undefined ? {} : { after: Number(cursor) };
