import type { WorkStore } from "../archive/work-store.ts";
import { LINK_SECONDS } from "../download/link-signer.ts";
import { Failure, isFailure } from "../failure.ts";
import { personChange } from "../history/history-change.ts";
import type { Confirmation } from "../session/confirmation.ts";
import { type SignedIn, type StepUpSessionDeps, stepUpSession } from "../session/step-up-session.ts";
import type { AuditChain, ChainHead, ChainRow } from "./audit-chain.ts";
import type { AuditLog } from "./audit-log.ts";
import { keepRefusal } from "./keep-refusal.ts";

/** A short-lived address of one export. Whoever has it can fetch it: it is never logged or stored. */
export interface ExportLinkSigner {
  /** `fileName` is what a browser saves it as. Lives at most `seconds`. */
  sign(tenantId: string, key: string, fileName: string, seconds: number): Promise<string>;
}

export interface ExportDeps extends StepUpSessionDeps {
  readonly audit: AuditLog;
  readonly chain: AuditChain;
  readonly exports: Pick<WorkStore, "write">;
  readonly exportLinks: ExportLinkSigner;
  /** Rows of one export, at most. */
  readonly exportedMax?: number;
}

export interface AuditExport {
  readonly exportId: string;
  /** Positions of the first and the last row in it; the same as `head` where there is none behind `after`. */
  readonly rows: number;
  readonly last: ChainHead;
  /** More follow. */
  readonly isCut: boolean;
  readonly address: string;
  readonly endsAt: number;
  /** The session's new id, for the cookie alone. */
  readonly sessionId: string;
}

/** At some 600 bytes a row 60 MB: the front door waits for 29 s. The next export goes on behind the last row. */
const EXPORTED_MAX = 100_000;

const exportKey = (tenantId: string, exportId: string): string => `t/${tenantId}/audit/${exportId}.ndjson`;

/**
 * Writes a tenant's chain, from the row behind `after` on, to an object of its own that ends with the store's next sweep,
 * after an administrator proved themselves once more; like every download that takes the installation's data away. The
 * export is itself a fact, kept before anything is written. Throws `not-an-administrator`, what `stepUpSession` throws.
 */
export const exportAuditLog = async (
  deps: ExportDeps,
  doer: SignedIn,
  after: number,
  typed: Confirmation,
): Promise<AuditExport> => {
  const { tenantId } = doer.tenant;
  const sessionId = await confirmed(deps, doer, typed);
  const exportId = deps.ids.uuid();
  await deps.audit.record(personChange(deps, doer, "audit.exported", { exportId, after }).fact);
  const written = { rows: 0, last: { position: after, hash: "" }, isCut: false };
  const key = exportKey(tenantId, exportId);
  await deps.exports.write(key, linesOf(deps.chain.rows(tenantId, after), written, deps.exportedMax ?? EXPORTED_MAX));
  const fileName = `audit-${tenantId}-${after + 1}-${written.last.position}.ndjson`;
  const endsAt = deps.clock.now() + LINK_SECONDS * 1000;
  const address = await deps.exportLinks.sign(tenantId, key, fileName, LINK_SECONDS);
  return { exportId, ...written, address, endsAt, sessionId };
};

async function confirmed(deps: ExportDeps, doer: SignedIn, typed: Confirmation): Promise<string> {
  try {
    if (!doer.user.isAdmin) throw new Failure("not-an-administrator");
    return await stepUpSession(deps, doer, typed, "audit-export");
  } catch (error) {
    if (isFailure(error)) {
      const { fact } = personChange(deps, doer, "audit.export-refused", { code: error.code });
      await keepRefusal(deps.audit, error, fact);
    }
    throw error;
  }
}

/** One row a line, the last one ended too. `written` says afterwards what went out. */
async function* linesOf(
  rows: AsyncIterable<ChainRow>,
  written: { rows: number; last: ChainHead; isCut: boolean },
  rowsMax: number,
): AsyncGenerator<Uint8Array> {
  for await (const row of rows) {
    if (written.rows === rowsMax) {
      written.isCut = true;
      return;
    }
    const { position, previousHash, hash, text } = row;
    yield Buffer.from(`${JSON.stringify({ position, previousHash, hash, text })}\n`);
    written.rows += 1;
    written.last = { position, hash };
  }
}
