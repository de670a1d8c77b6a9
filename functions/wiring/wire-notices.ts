import { SESClient } from "@aws-sdk/client-ses";
import { dynamoNoticeRows } from "../adapters/dynamo/dynamo-notice-rows.ts";
import { SES_CLIENT_SETTINGS } from "../adapters/ses/ses-client-settings.ts";
import { sesMailer } from "../adapters/ses/ses-mailer.ts";
import { decodeNotice } from "../adapters/sqs/notice-message.ts";
import { required } from "./environment.ts";
import { wireSetAside } from "./wire-queues.ts";
import { wireService } from "./wire-service.ts";
import { wireTenantUsers } from "./wire-tenant-users.ts";

export const wireNotices = () => {
  const service = wireService();
  return {
    ...service,
    ...wireTenantUsers(service),
    rows: dynamoNoticeRows(service.table),
    mailer: sesMailer({ client: new SESClient(SES_CLIENT_SETTINGS) }),
    mailFrom: required("COFFER_MAIL_FROM"),
    decode: decodeNotice,
    setAside: wireSetAside(required("COFFER_NOTICE_DEAD_LETTERS_URL")),
  };
};
