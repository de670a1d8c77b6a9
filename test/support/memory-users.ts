import type { CodeCheck, PasswordCheck } from "../../functions/domain/session/factor-checks.ts";
import type { TenantUsers, User, UserFactors } from "../../functions/domain/tenant/tenant-users.ts";

export interface MemoryUser extends User {
  readonly factors: UserFactors;
  /** Plain API key → its row id. */
  readonly apiKeys?: Readonly<Record<string, number>>;
  /** Whom OpenProject has linked: `provider:subject`. */
  readonly linkedTo?: string;
}

/** Users of any tenant whose id is a key; `hash` of a stored password is the password itself. */
export function memoryUsers(byTenant: Readonly<Record<string, readonly MemoryUser[]>>): TenantUsers {
  const of = (tenantId: string): readonly MemoryUser[] => byTenant[tenantId] ?? [];
  return {
    findByLogin: async ({ tenantId }, login) =>
      of(tenantId).find((user) => same(user.login, login) || same(user.mail, login)),
    findById: async ({ tenantId }, userId) => of(tenantId).find((user) => user.userId === userId),
    findBySubject: async ({ tenantId }, name, subject) =>
      of(tenantId).find((user) => user.linkedTo === `${name}:${subject}`),
    async findByApiKey({ tenantId }, apiKey) {
      for (const user of of(tenantId)) {
        const apiKeyId = user.apiKeys?.[apiKey];
        if (apiKeyId !== undefined) return { user, apiKeyId };
      }
      return undefined;
    },
    factors: async ({ tenantId }, userId) =>
      of(tenantId).find((user) => user.userId === userId)?.factors ?? {
        authenticators: [],
        uncheckable: [],
        isSingleSignOn: false,
      },
    activeAdmins: async ({ tenantId }) => of(tenantId).filter((user) => user.isAdmin),
  };
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Compares as plain text, and counts: one computation per call, whoever is named; how many of them with a real password. */
export function plainPasswords(): PasswordCheck & { readonly computed: () => number; readonly compared: () => number } {
  let [computed, compared] = [0, 0];
  return {
    computed: () => computed,
    compared: () => compared,
    async matches(password, stored) {
      computed += 1;
      if (stored !== undefined) compared += 1;
      return stored?.hash === password;
    },
  };
}

/** The code of a secret is the secret followed by the number of its 30-second step. */
export const plainCodes = (): CodeCheck => ({
  matchingStep(secret, code, now) {
    const timeStep = Math.floor(now / 30_000);
    return code === `${secret}${timeStep}` ? timeStep : undefined;
  },
});

const NO_FACTORS: UserFactors = { authenticators: [], uncheckable: [], isSingleSignOn: false };

export const aUser = (user: Partial<MemoryUser> = {}): MemoryUser => ({
  userId: 1,
  login: "ada",
  name: "Ada Admin",
  mail: "ada@acme.example",
  isAdmin: true,
  mayCreateBackup: true,
  factors: { ...NO_FACTORS, password: { scheme: "bcrypt", hash: "right", changedAt: 0 } },
  ...user,
});
