import type { Command } from "commander";
import { type Environment, surroundingsOf } from "../surroundings.ts";
import { putTenantSecret } from "./put-tenant-secret.ts";
import { readTenantSecret } from "./read-tenant-secret.ts";

interface SecretOptions {
  readonly secretFile: string;
  readonly replace?: boolean;
}

export const addPutSecret = (tenants: Command, environment: Environment): Command =>
  tenants
    .command("put-secret")
    .description("put a tenant's logins into Secrets Manager (operator)")
    .argument("<tenant>", "its id")
    .requiredOption("--secret-file <file|->", "JSON with identityUrl, dumpUrl, secretKeyBase; - is the standard input")
    .option("--replace", "in place of what is there, after a password was changed")
    .addHelpText(
      "after",
      `
Functions keep a secret for five minutes; "coffer tenants check" asks anew.

Example:
  coffer tenants put-secret acme --replace --secret-file - < acme.json`,
    )
    .action(async (tenant: string, { secretFile, replace }: SecretOptions, command: Command) => {
      const secret = readTenantSecret(secretFile);
      const surroundings = surroundingsOf(command, environment);
      await putTenantSecret(surroundings, tenant, secret, replace === true ? "replacement" : "new");
      surroundings.printer.print({ tenant, written: true }, () => `The logins of ${tenant} are in Secrets Manager.`);
    });
