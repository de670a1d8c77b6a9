import type { ClientBase } from "pg";
import type { DemoTenant } from "./demo-tenant.ts";
import { insertRows, type Row } from "./insert-rows.ts";
import { prose } from "./prose.ts";
import { seededRandom } from "./seeded-random.ts";

export interface WorkAmounts {
  readonly projects: number;
  readonly workPackages: number;
}

const start = Date.UTC(2023, 2, 1, 8);
const dayMs = 86_400_000;
const at = (day: number) => new Date(start + day * dayMs).toISOString();
const dateOf = (day: number) => at(day).slice(0, 10);

const projectNames = ["Warehouse move", "Customer portal", "Office building", "Annual audit", "Website relaunch"];
const statusNames = ["New", "In progress", "On hold", "In testing", "Closed", "Rejected"];
const typeNames = ["Task", "Milestone", "Feature", "Epic", "Bug"];
const workPackagesPerBatch = 500;

/** Projects, work packages and their histories. Ids count from 1 in each table. */
export async function seedWork(
  client: ClientBase,
  tenant: DemoTenant,
  userIds: readonly number[],
  amounts: WorkAmounts,
  seed: number,
): Promise<void> {
  const random = seededRandom(seed, `${tenant.tenantId} work`);
  const text = prose(random);
  const projects = Array.from({ length: amounts.projects }, (_, index) => {
    const name = projectNames[index % projectNames.length] ?? "";
    const round = Math.floor(index / projectNames.length);
    return {
      id: index + 1,
      name: round === 0 ? name : `${name} ${round + 1}`,
      identifier: `${name.toLowerCase().replaceAll(" ", "-")}${round === 0 ? "" : `-${round + 1}`}`,
      description: text.description(),
      created_at: at(0),
      updated_at: at(700),
    };
  });
  await insertRows(client, "projects", projects);
  await insertRows(
    client,
    "statuses",
    statusNames.map((name, index) => ({
      id: index + 1,
      name,
      is_closed: index > 3,
      is_default: index === 0,
      position: index + 1,
    })),
  );
  await insertRows(
    client,
    "types",
    typeNames.map((name, index) => ({
      id: index + 1,
      name,
      position: index + 1,
      is_milestone: index === 1,
      created_at: at(0),
      updated_at: at(0),
    })),
  );

  let journalId = 0;
  for (let first = 1; first <= amounts.workPackages; first += workPackagesPerBatch) {
    const last = Math.min(first + workPackagesPerBatch - 1, amounts.workPackages);
    const workPackages: Row[] = [];
    const journals: Row[] = [];
    const snapshots: Row[] = [];
    const customValues: Row[] = [];
    for (let id = first; id <= last; id += 1) {
      const opened = Math.floor((id / amounts.workPackages) * 600);
      const state = {
        type_id: random.whole(1, typeNames.length),
        project_id: random.whole(1, amounts.projects),
        subject: text.subject(),
        description: text.description(),
        start_date: dateOf(opened + 1),
        due_date: dateOf(opened + random.whole(5, 90)),
        status_id: 1,
        assigned_to_id: random.pick(userIds),
        author_id: random.pick(userIds),
        done_ratio: 0,
        estimated_hours: random.whole(1, 80) / 2,
        parent_id: id > 10 && random.oneIn(5) ? random.whole(1, id - 1) : null,
        responsible_id: random.pick(userIds),
      };
      const versions = random.whole(1, 6);
      for (let version = 1; version <= versions; version += 1) {
        journalId += 1;
        if (version > 1 && random.oneIn(2)) state.status_id = random.whole(2, statusNames.length);
        if (version > 1 && random.oneIn(6)) state.description += `\n\n${text.paragraph()}`;
        const day = at(opened + version * 3 + random.whole(0, 2));
        journals.push({
          id: journalId,
          journable_type: "WorkPackage",
          journable_id: id,
          user_id: version === 1 ? state.author_id : random.pick(userIds),
          notes: version === 1 ? "" : text.note(state.description),
          created_at: day,
          updated_at: day,
          version,
          data_type: "Journal::WorkPackageJournal",
          data_id: journalId,
        });
        snapshots.push({ id: journalId, ...state });
      }
      workPackages.push({
        id,
        ...state,
        lock_version: versions - 1,
        created_at: at(opened),
        updated_at: at(opened + versions * 3),
      });
      for (const field of [1, 2]) {
        customValues.push({
          customized_type: "WorkPackage",
          customized_id: id,
          custom_field_id: field,
          value: field === 1 ? `${random.whole(1, 400) * 25}` : text.subject(),
        });
      }
    }
    await insertRows(client, "work_packages", workPackages);
    await insertRows(client, "journals", journals);
    await insertRows(client, "work_package_journals", snapshots);
    await insertRows(client, "custom_values", customValues);
  }
}

/** Settings as OpenProject keeps them: everything is text. */
export async function seedSettings(client: ClientBase, tenant: DemoTenant): Promise<void> {
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
    Object.entries(settings).map(([name, value]) => ({ name, value, updated_at: at(0) })),
  );
}
