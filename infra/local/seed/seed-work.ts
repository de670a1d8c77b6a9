import type { ClientBase } from "pg";
import type { DemoTenant } from "./demo-tenant.ts";
import { insertRows, type Row } from "./insert-rows.ts";
import { type Prose, prose } from "./prose.ts";
import { statusNames, typeNames } from "./seed-basics.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";

export interface WorkAmounts {
  readonly projects: number;
  readonly workPackages: number;
}

/** What one work package is made of, and where its rows go. */
interface Desk {
  readonly random: SeededRandom;
  readonly text: Prose;
  readonly userIds: readonly number[];
  readonly amounts: WorkAmounts;
}

interface Batch {
  readonly workPackages: Row[];
  readonly journals: Row[];
  readonly snapshots: Row[];
  readonly customValues: Row[];
}

const workPackagesPerBatch = 500;
const start = Date.UTC(2023, 2, 1, 8);
const dayMs = 86_400_000;
/** All of it happens in so many days from `start`, and a little after. */
const days = 600;
const at = (day: number) => new Date(start + day * dayMs).toISOString();
const dateOf = (day: number) => at(day).slice(0, 10);

/** Work packages and their histories. Ids count from 1 in each table; a journal and its snapshot share theirs. */
export async function seedWork(
  client: ClientBase,
  tenant: DemoTenant,
  userIds: readonly number[],
  amounts: WorkAmounts,
  seed: number,
): Promise<void> {
  const random = seededRandom(seed, `${tenant.tenantId} work`);
  const desk = { random, text: prose(random), userIds, amounts };
  let journals = 0;
  for (let first = 1; first <= amounts.workPackages; first += workPackagesPerBatch) {
    const batch: Batch = { workPackages: [], journals: [], snapshots: [], customValues: [] };
    const last = Math.min(first + workPackagesPerBatch - 1, amounts.workPackages);
    for (let id = first; id <= last; id += 1) addWorkPackage(desk, batch, id, journals + batch.journals.length + 1);
    journals += batch.journals.length;
    await insertRows(client, "work_packages", batch.workPackages);
    await insertRows(client, "journals", batch.journals);
    await insertRows(client, "work_package_journals", batch.snapshots);
    await insertRows(client, "custom_values", batch.customValues);
  }
}

/** A work package as it is now, and each of its states before: one to six, with what people said meanwhile. */
function addWorkPackage(desk: Desk, batch: Batch, id: number, firstJournalId: number): void {
  const { random, text, userIds } = desk;
  const opened = Math.floor((id / desk.amounts.workPackages) * days);
  const state = opening(desk, id, opened);
  const versions = random.whole(1, 6);
  for (let version = 1; version <= versions; version += 1) {
    const journalId = firstJournalId + version - 1;
    if (version > 1 && random.oneIn(2)) state.status_id = random.whole(2, statusNames.length);
    if (version > 1 && random.oneIn(6)) state.description += `\n\n${text.paragraph()}`;
    const day = at(opened + version * 3 + random.whole(0, 2));
    batch.journals.push({
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
    batch.snapshots.push({ id: journalId, ...state });
  }
  const changed = { lock_version: versions - 1, created_at: at(opened), updated_at: at(opened + versions * 3) };
  batch.workPackages.push({ id, ...state, ...changed });
  for (const [field, value] of [`${random.whole(1, 400) * 25}`, text.subject()].entries()) {
    batch.customValues.push({ customized_type: "WorkPackage", customized_id: id, custom_field_id: field + 1, value });
  }
}

function opening({ random, text, userIds, amounts }: Desk, id: number, day: number) {
  return {
    type_id: random.whole(1, typeNames.length),
    project_id: random.whole(1, amounts.projects),
    subject: text.subject(),
    description: text.description(),
    start_date: dateOf(day + 1),
    due_date: dateOf(day + random.whole(5, 90)),
    status_id: 1,
    assigned_to_id: random.pick(userIds),
    author_id: random.pick(userIds),
    done_ratio: 0,
    estimated_hours: random.whole(1, 80) / 2,
    parent_id: id > 10 && random.oneIn(5) ? random.whole(1, id - 1) : null,
    responsible_id: random.pick(userIds),
  };
}
