import { createHash } from "node:crypto";
import type { Ids } from "../ports.ts";

/** A fresh session id: 256 random bits, base64url. */
export const newSessionId = (ids: Ids): string => Buffer.from(ids.secret(32)).toString("base64url");

/** What is stored of it; 256 random bits need no salt. */
export const hashSessionId = (id: string): string => createHash("sha256").update(id).digest("hex");
