import { wireAuditor } from "../wiring/wire-auditor.ts";
import { auditFacts } from "./audit-facts.ts";

export const handler = auditFacts(wireAuditor());
