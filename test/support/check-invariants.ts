import { chainWaitingFacts } from "../../functions/domain/audit/chain-waiting-facts.ts";
import { verifyChain } from "../../functions/domain/audit/verify-chain.ts";
import type { BuildSystem } from "./build-system.ts";
import { readArchive } from "./read-archive.ts";

/** What must hold once a backup has ended and the sweeper has been: each sentence is a breach. */
export async function brokenInvariants(system: BuildSystem): Promise<string[]> {
  const { world, archives, tenant, work } = system;
  const backup = system.backup();
  const isReady = backup.state === "ready";
  const breaches: string[] = [];
  const mustBe = (isSo: boolean, breach: string): void => void (isSo ? undefined : breaches.push(breach));

  mustBe(isReady || backup.state === "failed", `ended ${backup.state}`);
  mustBe(isReady === (backup.archive !== undefined), "an archive is published if, and only if, the backup is ready");
  mustBe(isReady === (backup.failure === undefined), "a failure is named if, and only if, the backup failed");
  mustBe(!world.slots.has(tenant.tenantId), "the slot is free");
  mustBe(world.steps.size === 0, `no step is left: ${[...world.steps.keys()].join()}`);
  mustBe(archives.uploads.size === 0, "no upload is left");
  mustBe(work.objects.size === 0, `no working object is left: ${[...work.objects.keys()].join()}`);
  const before = system.archivesBefore.filter((key) => archives.objects.has(key));
  const made = archives.objects.size - before.length;
  mustBe(before.length === system.archivesBefore.length, "what was there before is still there");
  mustBe(made === (isReady ? 1 : 0), `no archive but the published one: ${made}`);
  breaches.push(...brokenOutbox(system), ...brokenFacts(system), ...(await brokenChain(system)));
  if (isReady) breaches.push(...(await brokenArchive(system)));
  return breaches;
}

function brokenOutbox({ world, ...system }: BuildSystem): string[] {
  const rows = [...world.outbox.values()];
  const kinds = rows.map(({ event }) => (event.kind === "work" ? JSON.stringify(event.work) : event.notice.kind));
  const notices = rows.flatMap(({ event }) => (event.kind === "notice" ? [event.notice.kind] : []));
  const wanted = system.backup().state === "ready" ? "backup-ready" : "backup-failed";
  return [
    ...(new Set(kinds).size === kinds.length ? [] : ["an event is in the outbox twice"]),
    ...(notices.length === 1 && notices[0] === wanted ? [] : [`notices: ${notices.join()}`]),
    ...(rows.every(({ sentAt }) => sentAt !== undefined) ? [] : ["an event was never sent"]),
  ];
}

/** Every change of state has its fact. */
function brokenFacts({ world, ...system }: BuildSystem): string[] {
  const { state, dump } = system.backup();
  const count = (...whats: string[]): number => world.facts.filter(({ what }) => whats.includes(what)).length;
  const revised = count("backup.revised");
  const ends = count("backup.ready", "backup.failed");
  const isWhole =
    count("backup.dumping") > 0 &&
    count("backup.dumped") === 1 &&
    count("backup.packing", "backup.sealing") >= revised + 1;
  return [
    ...(ends === 1 && count(`backup.${state}`) === 1 ? [] : [`facts of an end: ${ends}`]),
    ...(revised === (dump?.inventoryRevision ?? 0) ? [] : [`facts of revisions: ${revised}`]),
    ...(state !== "ready" || isWhole ? [] : ["a change of state without a fact"]),
  ];
}

/** Whatever became of the auditors before: after the next one, every fact has one place in a chain that holds. */
async function brokenChain({ chain, log, world, tenant }: BuildSystem): Promise<string[]> {
  await chainWaitingFacts({ chain, log });
  const { broken, head, tail } = await verifyChain(chain, tenant.tenantId);
  const facts = world.facts.filter(({ tenantId }) => tenantId === tenant.tenantId).length;
  return [
    ...(broken ? [`the chain is broken: ${JSON.stringify(broken)}`] : []),
    ...(head.position === facts && tail.count === 0 ? [] : [`of ${facts} facts are chained: ${head.position}`]),
  ];
}

/** The stored object checks out against its manifest and against what went in. */
async function brokenArchive(system: BuildSystem): Promise<string[]> {
  const { archive } = system.backup();
  const object = archive && system.archives.objects.get(archive.archiveKey);
  if (object?.versionId !== archive?.versionId || object === undefined || archive === undefined) {
    return ["the published version is not there"];
  }
  const contents = await readArchive(Buffer.from(object.content));
  const manifest = contents.get("manifest.json") ?? Buffer.alloc(0);
  const isSigned = system.isSignatureOf(manifest, String(contents.get("manifest.json.jws")).trimEnd());
  const present = system.database.records.filter(({ id, file }) => contents.has(`attachment/file/${id}/${file}`));
  return [
    ...(object.bytes === archive.bytes && object.crc32 === archive.crc32 ? [] : ["size and CRC-32 are the object's"]),
    ...(object.retainedUntil >= archive.keptUntil ? [] : ["the version can be deleted"]),
    ...(isSigned ? [] : ["the signature is not the manifest's"]),
    ...(contents.get("openproject.pgdump")?.equals(system.database.dump) ? [] : ["the dump is another"]),
    ...(archive.entries === present.length + 1 ? [] : [`entries: ${archive.entries}`]),
    ...system.attachmentsPut
      .filter(({ id, file, content }) => contents.get(`attachment/file/${id}/${file}`)?.equals(content) === false)
      .map(({ id }) => `attachment ${id} has other bytes`),
  ];
}
