import { createHash } from "node:crypto";
import type { UserFactors } from "../tenant/tenant-users.ts";

/**
 * What a user proves themselves with, as one text that is another one once anything of it changes: the password, an
 * authenticator, a link to an identity provider. Compared, never ordered: the database's clock may differ from ours.
 */
export const factorsMark = ({ password, authenticators, uncheckable, isSingleSignOn }: UserFactors): string => {
  const devices = authenticators.map(({ deviceId }) => deviceId).toSorted((a, b) => a - b);
  const state = [password?.changedAt ?? null, devices, uncheckable.toSorted(), isSingleSignOn];
  return createHash("sha256").update(JSON.stringify(state)).digest("hex");
};
