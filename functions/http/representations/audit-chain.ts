import * as z from "zod/mini";
import type { ChainRow } from "../../domain/audit/audit-chain.ts";
import type { ChainCheck } from "../../domain/audit/verify-chain.ts";
import { staffPageShape } from "./support-tenant.ts";
import { isoTime, timeShape } from "./wire.ts";

/** As it is exported, so that anyone can compute the hashes again: the text is the fact, in one canonical form. */
const chainRowShape = z.strictObject({
  position: z.int(),
  previousHash: z.string(),
  hash: z.string(),
  text: z.string(),
});

export const chainRowsShape = staffPageShape(chainRowShape);

export const renderChainRow = ({ position, previousHash, hash, text }: ChainRow): z.infer<typeof chainRowShape> => ({
  position,
  previousHash,
  hash,
  text,
});

export const chainCheckShape = z.strictObject({
  _type: z.literal("AuditCheck"),
  tenant: z.string(),
  good: z.boolean(),
  /** The last row that holds. */
  head: z.strictObject({ position: z.int(), hash: z.string() }),
  broken: z.nullable(
    z.strictObject({
      kind: z.enum(["changed", "missing", "swapped", "inserted"]),
      where: z.enum(["chain", "fact"]),
      position: z.nullable(z.int()),
      factId: z.nullable(z.string()),
    }),
  ),
  /** Facts that have no place yet: nothing vouches for them. */
  waiting: z.strictObject({
    count: z.int(),
    first: z.array(z.strictObject({ factId: z.string(), at: timeShape })),
  }),
});

export const renderChainCheck = (
  tenant: string,
  { broken, head, tail }: ChainCheck,
): z.infer<typeof chainCheckShape> => ({
  _type: "AuditCheck",
  tenant,
  good: broken === undefined,
  head: { position: head.position, hash: head.hash },
  broken: broken
    ? { kind: broken.kind, where: broken.where, position: broken.position ?? null, factId: broken.factId ?? null }
    : null,
  waiting: { count: tail.count, first: tail.first.map(({ factId, at }) => ({ factId, at: isoTime(at) })) },
});
