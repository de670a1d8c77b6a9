import { Command } from "commander";
import type { Environment } from "./surroundings.ts";
import { addListTenants } from "./tenants/list-tenants.ts";

/** The whole command line, as it is run and as it is tested. Throws instead of ending the process. */
export function createProgram(environment: Environment): Command {
  const program = new Command("coffer")
    .description("Looks after Coffer: registers tenants, and finds, makes and hands out their backups.")
    .option("--url <address>", "where the service is; else COFFER_URL")
    .option("--profile <name>", "AWS profile that signs; else AWS_PROFILE, or whatever AWS tools find")
    .option("--region <name>", "the service's region; else AWS_REGION, or the profile's")
    .option("--ticket <number>", "the ticket this is about; else COFFER_TICKET. Support always names one")
    .option("--json", "print the service's own documents, for scripts")
    .exitOverride()
    .configureOutput({ writeOut: environment.write });
  const tenants = program.command("tenants").description("who is served");
  addListTenants(tenants, environment);
  return program;
}
