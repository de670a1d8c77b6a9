import type { Log } from "../ports.ts";
import { NO_TENANT } from "../support/staff.ts";
import type { TenantList } from "../tenant/tenant.ts";
import type { AuditChain } from "./audit-chain.ts";
import { verifyChain } from "./verify-chain.ts";

export interface VerifyAllDeps {
  readonly chain: AuditChain;
  readonly tenantList: TenantList;
  readonly log: Log;
}

/** An alarm looks for this message. */
export const BROKEN_MESSAGE = "the audit log is broken";
const PAGE_SIZE = 100;

/** Once a day: holds every tenant's chain, and that of what is about no tenant, and logs as an error each that is broken. */
export const verifyAllChains = async ({ chain, tenantList, log }: VerifyAllDeps): Promise<void> => {
  for await (const tenantId of everyone(tenantList)) {
    const { broken, head, tail } = await verifyChain(chain, tenantId);
    if (broken) log.error(BROKEN_MESSAGE, { tenantId, ...broken });
    else log.info("the audit log is whole", { tenantId, rows: head.position, hash: head.hash, waiting: tail.count });
  }
};

async function* everyone(tenantList: TenantList): AsyncGenerator<string> {
  yield NO_TENANT;
  let after: string | undefined;
  do {
    const page = await tenantList.list({ pageSize: PAGE_SIZE, ...(after === undefined ? {} : { after }) });
    for (const { tenantId } of page.tenants) yield tenantId;
    after = page.next;
  } while (after !== undefined);
}
