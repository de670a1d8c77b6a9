import { readFileSync } from "node:fs";
import * as z from "zod";
import type { ChainHead, ChainRow } from "../../functions/domain/audit/audit-chain.ts";
import { walkChain } from "../../functions/domain/audit/walk-chain.ts";
import { commandError } from "../command-error.ts";
import { EXIT } from "../exit-codes.ts";

const rowShape = z.strictObject({
  position: z.number().int(),
  previousHash: z.string(),
  hash: z.string(),
  text: z.string(),
});

/** The last row of an export, after every row of it was computed again. Throws for one that does not hold. */
export async function readExport(file: string, tenantId: string): Promise<ChainHead> {
  const rows = linesOf(file).map((line, index): ChainRow => {
    const read = rowShape.safeParse(parse(line));
    if (read.success) return { tenantId, ...read.data };
    throw commandError(EXIT.usage, `${file}, line ${index + 1}: this is no row of an export.`);
  });
  const { broken, last } = await walkChain(rows);
  if (broken) throw commandError(EXIT.broken, `${file}: row ${broken.position} is ${broken.kind}.`);
  return last;
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "");
  } catch (cause) {
    throw commandError(EXIT.usage, `${file} cannot be read.`, cause);
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
