import { NOTICES_TIMEOUT } from "../queues.ts";
import { CofferFunction } from "./coffer-function.ts";
import { mailSending } from "./mail-permissions.ts";
import { mapQueue } from "./map-queue.ts";
import { receiving, records, sending, tenantSecretPrefix, tenantSecrets } from "./permissions.ts";
import type { Surroundings } from "./surroundings.ts";

/** Sends mails. */
export function createNotices({ scope, settings, state, queues, bundles }: Surroundings): CofferFunction {
  const notices = new CofferFunction(scope, "notices", settings, {
    description: "sends mails",
    bundle: bundles.notices,
    packaging: "zip",
    timeout: NOTICES_TIMEOUT,
    memoryMiB: 512,
    isInTenantsNetwork: true,
    isColdStartSeen: false,
    environment: {
      COFFER_TABLE: state.recordsName,
      COFFER_TENANT_SECRET_PREFIX: tenantSecretPrefix(settings),
      COFFER_MAIL_FROM: settings.mail.from,
      COFFER_NOTICE_DEAD_LETTERS_URL: queues.noticeDeadLetters.queueUrl,
    },
    permissions: [
      ...records(state, "GetItem", "UpdateItem"),
      ...tenantSecrets(settings, state),
      mailSending(settings),
      receiving(queues.notices),
      sending(queues.noticeDeadLetters),
    ],
  });
  mapQueue(notices, "NoticeMessages", queues.notices, 5, 5);
  return notices;
}
