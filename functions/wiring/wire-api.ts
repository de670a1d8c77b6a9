import { dynamoSessions } from "../adapters/dynamo/dynamo-sessions.ts";
import { wireService } from "./wire-service.ts";
import { wireTenantUsers } from "./wire-tenant-users.ts";

/** What every function behind the front door needs to know who is calling. */
export const wireApi = () => {
  const service = wireService();
  return { ...service, ...wireTenantUsers(service), sessions: dynamoSessions(service.table) };
};

export type Api = ReturnType<typeof wireApi>;
