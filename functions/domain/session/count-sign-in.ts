import { createHash } from "node:crypto";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import type { AttemptSubject, Attempts } from "./attempts.ts";
import { countAttempt } from "./count-attempt.ts";
import type { FailureStreaks, StreakSubject } from "./failure-streaks.ts";
import { limitsOf } from "./limits-of.ts";

export interface CountSignInDeps {
  readonly attempts: Attempts;
  readonly streaks: FailureStreaks;
}

/** Whose password is tried, by which browser. */
export interface SignInTry {
  readonly tenant: Tenant;
  readonly login: string;
  /** Absent: the name is nobody's. */
  readonly user?: User | undefined;
  /** Hash of the browser's id, if the user signed in with it before. */
  readonly browserHash?: string | undefined;
}

/** A try that was counted. */
export interface CountedSignIn {
  /** False: the password is not to be looked at. The answer is that of a wrong one. */
  readonly isOpen: boolean;
  readonly streak: StreakSubject;
  /** This one was the last before nothing is looked at any more. */
  readonly isLast: boolean;
  /** The password was right: nothing of it counts. */
  giveBack(): Promise<void>;
}

/**
 * Counts a try before anything is looked at: a known browser's by itself, all others' by the name that was typed and by
 * the user it means. Only the name says that it was tried too often: were the user to say so, whoever tries a login and
 * then a mail address would learn that both are the same person's. Nobody's names cost the same work.
 * Throws `too-many-attempts`.
 */
export const countSignIn = async (
  { attempts, streaks }: CountSignInDeps,
  { tenant, login, user, browserHash }: SignInTry,
): Promise<CountedSignIn> => {
  const { tenantId } = tenant;
  const { signInPerUser, failuresInARow } = limitsOf(tenant);
  const name = createHash("sha256").update(folded(login)).digest("hex");
  const isKnown = user !== undefined && browserHash !== undefined;
  const loud: AttemptSubject = isKnown
    ? { tenantId, kind: "sign-in-browser", subject: `${user.userId}|${browserHash}` }
    : { tenantId, kind: "sign-in-name", subject: name };
  const quiet: AttemptSubject = {
    tenantId,
    kind: "sign-in-user",
    subject: user ? `user-${user.userId}` : `name-${name}`,
  };
  const streak: StreakSubject = user
    ? { tenantId, user, way: isKnown ? `browser-${browserHash}` : "sign-in" }
    : { tenantId, way: `name-${name}` };
  await countAttempt(attempts, loud, signInPerUser);
  const hasRoom = isKnown || (await attempts.count(quiet, signInPerUser)) === undefined;
  const inARow = hasRoom ? await streaks.count(streak, failuresInARow) : undefined;
  return {
    isOpen: inARow !== undefined,
    streak,
    isLast: inARow === failuresInARow,
    async giveBack() {
      await Promise.all([attempts.giveBack(loud), ...(isKnown ? [] : [attempts.giveBack(quiet)]), streaks.end(streak)]);
    },
  };
};

/**
 * One text for all spellings that a tenant's database may take for the same name, or each would have tries of its own. To
 * write İ small, some databases leave its dot out. Too many names in one are harmless: they share their tries. It is only
 * kept hashed: it is typed by anyone, may be a password typed into the wrong field, and may be any length.
 */
const folded = (login: string): string => login.trim().normalize("NFKC").toLowerCase().replaceAll("\u0307", "");
