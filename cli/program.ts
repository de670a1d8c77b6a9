import { Command } from "commander";
import { addExportAudit } from "./audit/export-audit.ts";
import { addVerifyAudit } from "./audit/verify-audit.ts";
import { addEnableAuthenticator } from "./authenticators/enable-authenticator.ts";
import { addListAuthenticators } from "./authenticators/list-authenticators.ts";
import { addCreateBackup } from "./backups/create-backup.ts";
import { addHandOutBackup } from "./backups/hand-out-backup.ts";
import { addListBackups } from "./backups/list-backups.ts";
import { addShowBackup } from "./backups/show-backup.ts";
import type { Environment } from "./surroundings.ts";
import { addAddTenant } from "./tenants/add-tenant.ts";
import { addCheckTenant } from "./tenants/check-tenant.ts";
import { addListTenants } from "./tenants/list-tenants.ts";
import { addPutSecret } from "./tenants/put-secret.ts";
import { addRemoveTenant } from "./tenants/remove-tenant.ts";
import { addRemoveSignOn, addSetSignOn } from "./tenants/set-sign-on.ts";
import { addSetTenant } from "./tenants/set-tenant.ts";
import { addShowTenant } from "./tenants/show-tenant.ts";
import { addAllowTokenNow } from "./tokens/allow-token-now.ts";
import { addListTokens } from "./tokens/list-tokens.ts";

const HELP = `
Support and the operator have a role each in the cloud account; a profile takes it. Every look and act is in the audit log,
with your name and the ticket.

Examples:
  export COFFER_URL=https://backup.hosting.example AWS_PROFILE=coffer-support COFFER_TICKET=SUP-2107
  coffer tenants list
  coffer backups list acme
  coffer backups hand-out acme 4dd2674b-1756-4fab-a03e-4d06c9ac8a73

Exit codes: 0 done · 1 unexpected · 2 not understood · 3 not found · 4 not allowed · 5 conflict · 6 try again later
· 7 a check found something missing · 8 the audit log does not hold`;

/** The whole command line, as it is run and as it is tested. Throws instead of ending the process. */
export function createProgram(environment: Environment): Command {
  const program = new Command("coffer")
    .description("Looks after Coffer: registers tenants, and finds, makes and hands out their backups.")
    .option("--url <address>", "where the service is; else COFFER_URL")
    .option("--profile <name>", "AWS profile that signs; else AWS_PROFILE, or whatever AWS tools find")
    .option("--region <name>", "the service's region; else AWS_REGION, or the profile's")
    .option("--ticket <number>", "the ticket this is about; else COFFER_TICKET. Support always names one")
    .option("--json", "print the service's own documents, for scripts")
    .addHelpText("after", HELP)
    .exitOverride()
    .configureOutput({ writeOut: environment.write, writeErr: environment.writeError });
  const group = (name: string, description: string, ...adders: readonly Adder[]) => {
    const command = program.command(name).description(description);
    for (const add of adders) add(command, environment);
  };
  group(
    "tenants",
    "who is served: list, show, check, add, set, remove",
    addListTenants,
    addShowTenant,
    addCheckTenant,
    addAddTenant,
    addPutSecret,
    addSetTenant,
    addRemoveTenant,
    addSetSignOn,
    addRemoveSignOn,
  );
  group(
    "backups",
    "a tenant's backups: list, show, create, hand out",
    addListBackups,
    addShowBackup,
    addCreateBackup,
    addHandOutBackup,
  );
  group("tokens", "backup tokens: list holders, end a wait", addListTokens, addAllowTokenNow);
  group(
    "authenticators",
    "passwords: list and take disabled ones again",
    addListAuthenticators,
    addEnableAuthenticator,
  );
  group("audit", "a tenant's audit log: verify, export", addVerifyAudit, addExportAudit);
  return program;
}

type Adder = (group: Command, environment: Environment) => Command;
