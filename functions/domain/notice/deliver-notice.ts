import { Failure, isFailure } from "../failure.ts";
import type { Log } from "../ports.ts";
import type { Tenant, TenantDirectory } from "../tenant/tenant.ts";
import type { TenantUsers, User } from "../tenant/tenant-users.ts";
import type { Mailer } from "./mailer.ts";
import type { NoticeEvent } from "./notice-event.ts";
import type { NoticeRows } from "./notice-rows.ts";
import { renderNotice } from "./render-notice.ts";
import { SUPPORT_PERSON } from "./support-person.ts";

export interface DeliverDeps {
  readonly tenants: TenantDirectory;
  readonly users: TenantUsers;
  readonly rows: NoticeRows;
  readonly mailer: Mailer;
  readonly log: Log;
  /** Address that mails come from. */
  readonly mailFrom: string;
}

/**
 * Sends a notice to the user it is about and to every active administrator, once each; a question to support to
 * support. A recipient who cannot be served now does not keep the others waiting; `service-busy` at the end then asks
 * for another delivery of the whole event.
 */
export const deliverNotice = async (deps: DeliverDeps, event: NoticeEvent): Promise<void> => {
  const tenant = await deps.tenants.find(event.tenantId);
  if (!tenant)
    return deps.log.warn("notice of no tenant dropped", { eventId: event.eventId, tenantId: event.tenantId });
  let left = 0;
  for (const recipient of await recipients(deps, tenant, event)) {
    if (!(await deliverTo(deps, tenant, event, recipient))) left += 1;
  }
  if (left > 0) throw new Failure("service-busy", { eventId: event.eventId, recipientsLeft: left });
};

async function recipients({ users }: DeliverDeps, tenant: Tenant, event: NoticeEvent): Promise<readonly User[]> {
  if (event.kind === "support-asked") return supportDesk(tenant);
  const isForAdmins = event.kind === "backup-handed-out" || event.kind === "tenant-leaving";
  const [admins, about] = await Promise.all([
    users.activeAdmins(tenant),
    isForAdmins ? undefined : users.findById(tenant, event.about.userId),
  ]);
  const all = new Map([...(about ? [about] : []), ...admins].map((user) => [user.userId, user]));
  return [...all.values()].filter((user) => user.mail !== "");
}

/** Nobody of the tenant's users; without an address, nobody at all. */
const supportDesk = ({ settings: { supportMail } }: Tenant): readonly User[] =>
  supportMail === undefined ? [] : [{ ...SUPPORT_PERSON, mail: supportMail, isAdmin: false, mayCreateBackup: false }];

/** True: this recipient is done with. */
async function deliverTo(deps: DeliverDeps, tenant: Tenant, event: NoticeEvent, recipient: User): Promise<boolean> {
  const turn = await deps.rows.reserve(event, recipient.userId);
  if (turn === "sent" || turn === "taken") return turn === "sent";
  try {
    await deps.mailer.send({ to: recipient.mail, from: deps.mailFrom, ...renderNotice(tenant, event, recipient) });
    await deps.rows.markSent(turn);
    return true;
  } catch (error) {
    // Whoever cannot say whether the mail was accepted keeps the turn, so that at most one more is sent.
    deps.log.warn(
      "notice not sent",
      { eventId: event.eventId, userId: recipient.userId, attempt: turn.attempt },
      error,
    );
    if (isFailure(error) && error.code !== "answer-ambiguous") await deps.rows.giveBack(turn);
    return false;
  }
}
