import * as z from "zod";

const resultShape = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().nullish() })).nullish() })
  .nullish();

/**
 * Which records of a batch a function reports as failed, by identifier. `"all"`: the answer has no form that Lambda
 * knows, or names nothing or a record that is not of the batch; Lambda then takes the whole batch as failed.
 */
export function batchFailures(payload: string, identifiers: ReadonlySet<string>): ReadonlySet<string> | "all" {
  const result = resultShape.safeParse(parse(payload));
  if (!result.success) return "all";
  const failed = (result.data?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier ?? "");
  return failed.every((identifier) => identifiers.has(identifier)) ? new Set(failed) : "all";
}

function parse(payload: string): unknown {
  try {
    return payload === "" ? null : JSON.parse(payload);
  } catch {
    return payload;
  }
}
