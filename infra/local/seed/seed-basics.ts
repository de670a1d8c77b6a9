import type { ClientBase } from "pg";
import type { DemoTenant } from "./demo-tenant.ts";
import { insertRows } from "./insert-rows.ts";
import { prose } from "./prose.ts";
import { seededRandom } from "./seeded-random.ts";

const projectNames = ["Warehouse move", "Customer portal", "Office building", "Annual audit", "Website relaunch"];
const times = { created_at: "2023-03-01T08:00:00Z", updated_at: "2023-03-01T08:00:00Z" };

/** Names of the work packages' types and states; a row's id is its place here, counted from 1. */
export const typeNames = ["Task", "Milestone", "Feature", "Epic", "Bug"];
export const statusNames = ["New", "In progress", "On hold", "In testing", "Closed", "Rejected"];

/** What work packages need before they can be: projects, types, states; and the settings, all text as OpenProject has it. */
export async function seedBasics(
  client: ClientBase,
  tenant: DemoTenant,
  projects: number,
  seed: number,
): Promise<void> {
  const text = prose(seededRandom(seed, `${tenant.tenantId} projects`));
  await insertRows(
    client,
    "projects",
    Array.from({ length: projects }, (_, index) => {
      const round = Math.floor(index / projectNames.length);
      const name = `${projectNames[index % projectNames.length]}${round === 0 ? "" : ` ${round + 1}`}`;
      const identifier = name.toLowerCase().replaceAll(" ", "-");
      return { id: index + 1, name, identifier, description: text.description(), ...times };
    }),
  );
  await insertRows(
    client,
    "statuses",
    statusNames.map((name, index) => {
      const id = index + 1;
      return { id, name, position: id, is_closed: name === "Closed" || name === "Rejected", is_default: id === 1 };
    }),
  );
  await insertRows(
    client,
    "types",
    typeNames.map((name, index) => {
      const id = index + 1;
      return { id, name, position: id, is_milestone: name === "Milestone", ...times };
    }),
  );
  const settings = {
    app_title: tenant.title,
    host_name: tenant.domainName,
    mail_from: `openproject@${tenant.tenantId}.example`,
    default_language: "en",
    password_days_valid: "0",
    password_min_length: "10",
    attachment_max_size: "262144",
    backup_enabled: "1",
  };
  await insertRows(
    client,
    "settings",
    Object.entries(settings).map(([name, value]) => ({ name, value, updated_at: times.updated_at })),
  );
}
