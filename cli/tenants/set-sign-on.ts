import type { Command } from "commander";
import { supportTenantShape } from "../../functions/http/representations/support-tenant.ts";
import { type Environment, surroundingsOf } from "../surroundings.ts";
import { putSignOnSecret, readSignOnSecret } from "./sign-on-secret.ts";
import { tenantText } from "./tenant-text.ts";

interface SignOnOptions {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly stepUp: boolean;
  readonly secretFile?: string;
}

export const addSetSignOn = (tenants: Command, environment: Environment): Command =>
  tenants
    .command("set-sign-on")
    .description("register a tenant's identity provider (operator)")
    .argument("<tenant>", "its id")
    .requiredOption("--name <slug>", "OpenProject's own name of it: auth_providers.slug")
    .requiredOption("--issuer <address>", "as the provider names itself, to the letter")
    .requiredOption("--client-id <id>", "Coffer's, at the provider")
    .option("--no-step-up", "it does not ask people anew when told to, or does not say when it did (Google)")
    .option(
      "--secret-file <file|->",
      "JSON with clientSecret; - is the standard input. Without it, the one there stays",
    )
    .addHelpText(
      "after",
      `
The client is registered at the provider beforehand, with the redirect address https://<host>/api/v3/single_sign_on
(docs/deploy.md).

Example:
  coffer tenants set-sign-on acme --name acme-login --issuer https://login.acme.example --client-id coffer --secret-file -`,
    )
    .action(async (tenant: string, options: SignOnOptions, command: Command) => {
      const { name, issuer, clientId, stepUp, secretFile } = options;
      // Read first: a file that is none should not leave a provider without a secret.
      const secret = secretFile === undefined ? undefined : readSignOnSecret(secretFile);
      const surroundings = surroundingsOf(command, environment);
      const { client, printer, ticket } = surroundings;
      const body = { name, issuer, client_id: clientId, can_step_up: stepUp };
      const path = [tenant, "single_sign_on"];
      const changed = await client.ask({ method: "POST", path, query: ticket, body }, supportTenantShape);
      if (secret !== undefined) await putSignOnSecret(surroundings, tenant, secret);
      printer.print(changed, () => tenantText(changed));
    });

export const addRemoveSignOn = (tenants: Command, environment: Environment): Command =>
  tenants
    .command("remove-sign-on")
    .description("take a tenant's identity provider away: nobody signs in by it any more (operator)")
    .argument("<tenant>", "its id")
    .action(async (tenant: string, _options: object, command: Command) => {
      const { client, printer, ticket } = surroundingsOf(command, environment);
      const path = [tenant, "single_sign_on"];
      const changed = await client.ask({ method: "DELETE", path, query: ticket }, supportTenantShape);
      printer.print(changed, () => tenantText(changed));
    });
