import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { renderMail } from "./mail-layout.ts";
import type { RenderedMail } from "./mailer.ts";
import type { NoticeEvent } from "./notice-event.ts";
import { noticeWords } from "./notice-words.ts";

/** The mail that one recipient gets of an event. It holds no secret: whoever reads the mailbox can do nothing with it. */
export const renderNotice = (tenant: Tenant, event: NoticeEvent, recipient: User): RenderedMail =>
  renderMail(tenant, noticeWords(tenant, event, recipient), recipient);
