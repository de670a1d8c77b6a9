import { required } from "./environment.ts";
import { wireService } from "./wire-service.ts";

/** What both functions of the staff stand on: who their callers are is told by the role they take. */
export const wireStaff = () => ({
  ...wireService(),
  staffRoles: { support: required("COFFER_SUPPORT_ROLE_ARN"), operator: required("COFFER_OPERATOR_ROLE_ARN") },
});
