import type { Command } from "commander";
import type { ChainHead } from "../../functions/domain/audit/audit-chain.ts";
import { chainCheckShape, chainRowsShape } from "../../functions/http/representations/audit-chain.ts";
import { commandError } from "../command-error.ts";
import { EXIT } from "../exit-codes.ts";
import { facts } from "../print.ts";
import { type Environment, type Surroundings, surroundingsOf } from "../surroundings.ts";
import { readExport } from "./read-export.ts";

interface VerifyOptions {
  readonly export?: string;
}

export const addVerifyAudit = (audit: Command, environment: Environment): Command =>
  audit
    .command("verify")
    .description("is every fact of a tenant's audit log as it was written; names the first that is not")
    .argument("<tenant>", "its id; - for what the staff did to no tenant in particular")
    .option("--export <file>", "an earlier export: it must hold by itself, and be the beginning of the log of today")
    .addHelpText(
      "after",
      `
Ends with 8 when something was changed, taken away or put in. Facts of the last minute wait for their place.

Example:
  coffer audit verify acme --export acme-audit.ndjson`,
    )
    .action(async (tenant: string, { export: file }: VerifyOptions, command: Command) => {
      const surroundings = surroundingsOf(command, environment);
      const { client, printer, ticket } = surroundings;
      const earlier = file === undefined ? undefined : await readExport(file, tenant);
      const question = { method: "POST", path: [tenant, "audit_checks"], query: ticket } as const;
      const check = await client.ask(question, chainCheckShape);
      const { head, waiting, broken } = check;
      printer.print(check, () =>
        facts([
          ["rows", String(head.position)],
          ["last hash", head.hash],
          ["waiting", String(waiting.count)],
        ]),
      );
      if (broken) {
        const which = broken.position === null ? `fact ${broken.factId}` : `${broken.where} row ${broken.position}`;
        throw commandError(EXIT.broken, `The audit log of ${tenant} does not hold: ${which} is ${broken.kind}.`);
      }
      if (earlier && !(await isStillThere(surroundings, tenant, earlier))) {
        throw commandError(EXIT.broken, `${file} is not the beginning of the audit log of ${tenant}.`);
      }
    });

/** One row that is the same vouches for all before it. */
async function isStillThere({ client, ticket }: Surroundings, tenant: string, last: ChainHead): Promise<boolean> {
  if (last.position === 0) return true;
  const query = { ...ticket, cursor: String(last.position - 1) };
  const page = await client.ask({ method: "GET", path: [tenant, "audit"], query }, chainRowsShape);
  const [row] = page._embedded.elements;
  return row?.position === last.position && row.hash === last.hash;
}
