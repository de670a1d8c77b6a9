import type { ArchiveLimits } from "../../functions/domain/archive/archive-limits.ts";
import type { ManifestSigner } from "../../functions/domain/archive/manifest-signer.ts";
import { chainWaitingFacts } from "../../functions/domain/audit/chain-waiting-facts.ts";
import { type Backup, isEnded } from "../../functions/domain/backup/backup.ts";
import { buildBackup } from "../../functions/domain/backup/build-backup.ts";
import type { BuildWork, SliceResult } from "../../functions/domain/backup/build-work.ts";
import { FUNCTION_DUMP_MS } from "../../functions/domain/backup/dump-time.ts";
import type { BuildDeps } from "../../functions/domain/backup/slice.ts";
import { type DispatchDeps, dispatchEvent } from "../../functions/domain/dispatch-event.ts";
import type { NoticeEvent } from "../../functions/domain/notice/notice-event.ts";
import type { OutboxEvent } from "../../functions/domain/outbox.ts";
import type { Timer } from "../../functions/domain/ports.ts";
import { type SweepDeps, sweep } from "../../functions/domain/sweep.ts";
import type { Tenant } from "../../functions/domain/tenant/tenant.ts";
import { aBackup, aBackupToken, anAcceptance, PERSON } from "./a-backup.ts";
import { aTenant } from "./a-tenant.ts";
import { smallLimits } from "./archive-limits.ts";
import { type BeatingClock, beatingClock } from "./beating-clock.ts";
import { keptLog, randomIds } from "./domain-deps.ts";
import type { Actor, Interference } from "./interference.ts";
import { type MemoryArchiveStoreRules, memoryArchiveStore } from "./memory-archive-store.ts";
import { type AnAttachment, memoryAttachments, recordOf } from "./memory-attachments.ts";
import { memoryDatabase } from "./memory-database.ts";
import { memoryDumpReader } from "./memory-dump-reader.ts";
import { memoryPorts } from "./memory-ports.ts";
import { memoryQueue } from "./memory-queue.ts";
import { aUser, type MemoryUser, memoryUsers } from "./memory-users.ts";
import { memoryWorkStore } from "./memory-work-store.ts";
import { keyOf, memoryWorld } from "./memory-world.ts";
import { asPrevious, type EndedSystem } from "./previous-archive.ts";
import { isSignatureOf, randomSigner } from "./random-signer.ts";
import { sourceFinder } from "./source-finder.ts";
import { type Around, watchedPort } from "./watched-port.ts";

export interface BuildSystemOptions {
  readonly tenant?: Tenant;
  readonly attachments?: readonly AnAttachment[];
  readonly dump?: Uint8Array;
  readonly wantsAttachments?: boolean;
  readonly limits?: Partial<ArchiveLimits>;
  readonly workersMax?: number;
  readonly partsAtOnce?: number;
  readonly bytesAtOnce?: number;
  readonly copiesAtOnce?: number;
  readonly dumpMsMax?: number;
  /** How often the queue delivers each message. */
  readonly copies?: number;
  readonly store?: Partial<MemoryArchiveStoreRules>;
  /** The tenant's backup before this one. */
  readonly previous?: EndedSystem;
  readonly signer?: ManifestSigner;
  /** In place of those in memory; what the worker does with them is not watched. */
  readonly workerPorts?: Partial<BuildDeps>;
  /** Time that each call of a port takes. */
  readonly callMs?: number;
}

export type BuildSystem = ReturnType<typeof buildSystem>;

/** Everything that makes a backup, in memory, over one moved clock, for one tenant with one backup. */
export function buildSystem(options: BuildSystemOptions = {}) {
  const clock: BeatingClock = beatingClock();
  const tenant = options.tenant ?? aTenant();
  const { tenantId } = tenant;
  const world = memoryWorld(clock);
  const people: MemoryUser[] = [aUser({ ...PERSON })];
  const limits = smallLimits(options.limits);
  const attachments = options.attachments ?? [];
  const interference: Interference[] = [];
  const { callMs = 1 } = options;
  let actors = 0;
  world.tenants.set(tenantId, tenant);
  world.tokens.set(keyOf(tenantId, PERSON.userId), aBackupToken({ tenantId }));

  const attachmentStore = memoryAttachments(attachments);
  const work = memoryWorkStore();
  const previous = options.previous && asPrevious(options.previous);
  if (previous) world.backups.set(keyOf(tenantId, previous.backup.backupId), previous.backup);
  const { holds = new Map() } = previous ?? {};
  const archiveRules = {
    partBytesMin: limits.partBytesMin,
    now: () => clock.now(),
    findSource: sourceFinder(work, attachmentStore, tenant.attachments.bucket),
    holds,
    ...options.store,
  };

  const stores = {
    ...memoryPorts(world),
    users: memoryUsers({ [tenantId]: people }),
    queue: memoryQueue<BuildWork>(clock, { copies: options.copies ?? 1 }),
    notices: memoryQueue<NoticeEvent>(clock),
    database: memoryDatabase({ records: attachments.map(recordOf), dump: options.dump ?? Buffer.from("a dump") }),
    dumps: memoryDumpReader(),
    attachments: attachmentStore,
    work,
    archives: memoryArchiveStore(archiveRules),
    signer: options.signer ?? randomSigner(),
  };
  const plain = { clock, ids: randomIds(), log: keptLog() };
  const sizes = {
    workersMax: options.workersMax ?? 3,
    partsAtOnce: options.partsAtOnce ?? 2,
    bytesAtOnce: options.bytesAtOnce ?? 4096,
    copiesAtOnce: options.copiesAtOnce ?? 3,
    reserveMs: 30_000,
    dumpMsMax: options.dumpMsMax ?? FUNCTION_DUMP_MS,
    limits,
  };

  /** Runs as one invocation of its own, until it ends or is killed. */
  async function act<Result>(
    kind: Actor["kind"],
    run: (watched: <Port extends object>(name: string, port: Port) => Port, timer: Timer) => Promise<Result>,
  ): Promise<Result | undefined> {
    let isKilled = false;
    const killed = Promise.withResolvers<undefined>();
    const actor: Actor = {
      kind,
      number: (actors += 1),
      kill() {
        isKilled = true;
        killed.resolve(undefined);
      },
    };
    const alive = async (): Promise<void> => {
      if (isKilled) await new Promise<never>(() => undefined);
    };
    const around: Around = {
      async before(call) {
        await alive();
        if (callMs > 0) clock.advance(callMs);
        for (const meddler of interference) await meddler.before?.({ ...call, actor });
        await alive();
      },
      async after(call) {
        for (const meddler of interference) await meddler.after?.({ ...call, actor });
        await alive();
      },
    };
    const timer: Timer = { every: (ms, beat) => clock.every(ms, () => (isKilled ? undefined : beat())) };
    return Promise.race([run((name, port) => watchedPort(name, port, around), timer), killed.promise]);
  }

  return {
    ...stores,
    ...plain,
    world,
    tenant,
    people,
    sizes,
    /** Keys of archives that were there in the beginning. */
    archivesBefore: [...holds.keys()],
    /** What was in the attachment store in the beginning. */
    attachmentsPut: attachments,
    isSignatureOf,
    /** Interferes from now on. */
    interfere: (more: Interference) => void interference.push(more),

    async accept(): Promise<void> {
      const { wantsAttachments = true } = options;
      const backup = aBackup({ tenantId, requestedBy: PERSON, wantsAttachments, requestedAt: 1_000 });
      const accepted = await stores.backups.accept(anAcceptance(backup, { at: clock.now() }));
      if (accepted.outcome !== "accepted") throw new Error(accepted.why);
    },

    backup(): Backup {
      const backup = world.backups.get(keyOf(tenantId, "b1"));
      if (backup === undefined) throw new Error("nothing was accepted");
      return backup;
    },

    isEnded: (): boolean => isEnded(world.backups.get(keyOf(tenantId, "b1")) ?? aBackup({ tenantId })),

    /** One invocation of a worker. */
    work1: (work: BuildWork, sliceMs = 600_000): Promise<SliceResult | undefined> =>
      act("worker", (watched, timer) => {
        const deps: BuildDeps = {
          ...plain,
          timer,
          sizes,
          tenants: watched("tenants", stores.tenants),
          users: watched("users", stores.users),
          backups: watched("backups", stores.backups),
          history: watched("history", stores.history),
          leases: watched("leases", stores.leases),
          parts: watched("parts", stores.parts),
          queue: watched("queue", stores.queue),
          database: watched("database", stores.database),
          dumps: watched("dumps", stores.dumps),
          attachments: watched("attachments", stores.attachments),
          work: watched("work", stores.work),
          archives: watched("archives", stores.archives),
          signer: watched("signer", stores.signer),
        };
        return buildBackup({ ...deps, ...options.workerPorts }, work, clock.now() + sliceMs);
      }),

    sweep: (): Promise<void> =>
      act("sweeper", (watched) => {
        const deps: SweepDeps = {
          ...plain,
          backups: watched("backups", stores.backups),
          history: watched("history", stores.history),
          leases: watched("leases", stores.leases),
          archives: watched("archives", stores.archives),
          outbox: watched("outbox", stores.outbox),
          work: watched("queue", stores.queue),
          notices: watched("notices", stores.notices),
          removals: watched("removals", stores.removals),
          digests: watched("digests", stores.digests),
          reviews: watched("reviews", stores.reviews),
          schedules: watched("schedules", stores.schedules),
          tokens: watched("tokens", stores.tokens),
          tenants: watched("tenants", stores.tenants),
          workObjects: watched("workObjects", stores.work),
          audit: watched("audit", stores.audit),
        };
        return sweep(deps);
      }),

    /** The minute's turn of the auditor. */
    audit: (): Promise<void | undefined> =>
      act("auditor", (watched) => chainWaitingFacts({ log: plain.log, chain: watched("chain", stores.chain) })),

    relay: (event: OutboxEvent): Promise<void> =>
      act("relay", (watched) => {
        const deps: DispatchDeps = {
          outbox: watched("outbox", stores.outbox),
          work: watched("queue", stores.queue),
          notices: watched("notices", stores.notices),
        };
        return dispatchEvent(deps, event);
      }),

    /** The archive that was published. */
    archiveBytes(): Buffer {
      const { archive } = this.backup();
      const object = archive && stores.archives.objects.get(archive.archiveKey);
      if (object === undefined) throw new Error("no archive was published");
      return Buffer.from(object.content);
    },
  };
}
