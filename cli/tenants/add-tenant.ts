import type { Command } from "commander";
import { supportTenantShape } from "../../functions/http/representations/support-tenant.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";
import { putTenantSecret } from "./put-tenant-secret.ts";
import { readTenantSecret } from "./read-tenant-secret.ts";
import { addSettingOptions, type SettingOptions, settingsOf } from "./setting-options.ts";
import { tenantText } from "./tenant-text.ts";

interface AddOptions extends SettingOptions {
  readonly title: string;
  readonly domain: string;
  readonly origin?: string;
  readonly bucket: string;
  readonly prefix?: string;
  readonly secretFile?: string;
}

export const addAddTenant = (tenants: Command, environment: Environment): Command =>
  addSettingOptions(
    tenants
      .command("add")
      .description("register a tenant, and put its logins into Secrets Manager (operator)")
      .argument("<tenant>", "its id: lower-case letters, digits and hyphens; it never changes")
      .requiredOption("--title <text>", "stands in mails and archives")
      .requiredOption("--domain <host>", "the host name that the tenant reaches Coffer under")
      .option("--origin <address>", "where people open it; https:// and the host name unless said otherwise")
      .requiredOption("--bucket <name>", "where the installation keeps its attachments")
      .option("--prefix <path/>", "the part of the bucket that is the tenant's")
      .option("--secret-file <file|->", "the tenant's logins as JSON; - reads them from the standard input"),
  )
    .addHelpText(
      "after",
      `
The logins are never an argument: others on the machine could read them. They are JSON with the members identityUrl,
dumpUrl and secretKeyBase (docs/deploy.md), in a file of yours or on the standard input, and go straight to Secrets
Manager. Without --secret-file the tenant is registered alone; then: coffer tenants put-secret.

Example:
  coffer tenants add acme --title "Acme Bau GmbH" --domain backup.acme.example --bucket acme-files --secret-file acme.json
  coffer tenants check acme`,
    )
    .action(async (tenant: string, options: AddOptions, command: Command) => {
      const { title, domain, origin, bucket, prefix, secretFile } = options;
      const surroundings = surroundingsOf(command, environment);
      const { client, printer, ticket } = surroundings;
      // Read first: a file that is none should not leave half a tenant.
      const secret = secretFile === undefined ? undefined : readTenantSecret(secretFile);
      const body = {
        id: tenant,
        title,
        domainName: domain,
        ...(origin === undefined ? {} : { origin }),
        attachments: { bucket, ...(prefix === undefined ? {} : { prefix }) },
        settings: settingsOf(options),
      };
      // Registered first: an id that is taken must not have another tenant's secret replaced.
      const added = await client.ask({ method: "POST", path: [], query: ticket, body }, supportTenantShape);
      if (secret !== undefined) await putTenantSecret(surroundings, tenant, secret, "new");
      printer.print(added, () => tenantText(added));
    });
