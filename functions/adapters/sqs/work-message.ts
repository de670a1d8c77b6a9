import * as z from "zod/mini";
import type { BuildWork } from "../../domain/backup/build-work.ts";
import { parseJson } from "../system/parse-json.ts";

const partNumber = z.int().check(z.minimum(1), z.maximum(10_000));

const workShape = z.strictObject({
  tenantId: z.string().check(z.minLength(1)),
  backupId: z.string().check(z.minLength(1)),
  step: z.enum(["dump", "layout", "pack", "seal"]),
  generation: z.int().check(z.minimum(0)),
  range: z.exactOptional(
    z.strictObject({ round: z.union([z.literal(1), z.literal(2)]), first: partNumber, last: partNumber }),
  ),
});

export const encodeWork = (work: BuildWork): string => JSON.stringify(work);

/** An unreadable message is an outcome, not an error: it goes to the dead letters at once, with the reason. */
export type DecodedWork = { readonly work: BuildWork } | { readonly unreadable: string };

export function decodeWork(body: string): DecodedWork {
  const json = parseJson(body);
  if (json === undefined) return { unreadable: "not JSON" };
  const read = workShape.safeParse(json);
  if (!read.success) {
    return { unreadable: read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`).join("; ") };
  }
  const work = read.data;
  if ((work.step === "pack") !== (work.range !== undefined)) return { unreadable: "range: always and only for pack" };
  return { work };
}
