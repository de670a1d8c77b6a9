import { type DemoPerson, type DemoSecrets, demoSecrets } from "./demo-person.ts";

export type DemoTenantId = "acme" | "globex";

/** What is known of a demo tenant without looking into its database: the same for the same seed. */
export interface DemoTenant {
  readonly tenantId: DemoTenantId;
  readonly title: string;
  readonly domainName: string;
  readonly database: string;
  /** Rails' secret, with which API keys are hashed. */
  readonly secretKeyBase: string;
  readonly people: readonly DemoPerson[];
}

/** Ids below this belong to the cast, OpenProject's own accounts, groups and placeholders. */
export const firstOrdinaryUserId = 1001;

export function demoTenant(tenantId: DemoTenantId, seed: number): DemoTenant {
  const secrets = demoSecrets(tenantId, seed);
  return {
    tenantId,
    title: tenantId === "acme" ? "Acme Bau GmbH" : "Globex Logistics",
    domainName: `${tenantId}.localhost`,
    database: tenantId,
    secretKeyBase: secrets.hex("secret_key_base", 128),
    people: tenantId === "acme" ? acmePeople(secrets) : globexPeople(secrets),
  };
}

function acmePeople(secrets: DemoSecrets): DemoPerson[] {
  const colleague = (userId: number, firstname: string, lastname: string): DemoPerson => ({
    ...withPassword(secrets, "acme", userId, firstname, lastname),
    persona: "ordinary",
  });
  const ada = withPassword(secrets, "acme", 4, "Ada", "Bergmann");
  return [
    {
      ...ada,
      persona: "administrator",
      isAdmin: true,
      mayBackUp: true,
      totpSecret: secrets.totp(ada.login),
      apiKey: secrets.hex(`api key ${ada.login}`, 64),
    },
    { ...colleague(5, "Bruno", "Castellani"), apiKey: secrets.hex("api key bruno.castellani", 64) },
    colleague(6, "Chiara", "Dvořák"),
    colleague(7, "Deniz", "Eriksen"),
    colleague(8, "Emil", "Großmann"),
  ];
}

function globexPeople(secrets: DemoSecrets): DemoPerson[] {
  const someone = (userId: number, firstname: string, lastname: string) =>
    withPassword(secrets, "globex", userId, firstname, lastname);
  const withKey = <Person extends Pick<DemoPerson, "login">>(person: Person) => ({
    ...person,
    apiKey: secrets.hex(`api key ${person.login}`, 64),
  });
  const withTotp = <Person extends Pick<DemoPerson, "login">>(person: Person) => ({
    ...person,
    totpSecret: secrets.totp(person.login),
  });
  return [
    {
      ...withTotp(withKey(someone(4, "Grace", "Holloway"))),
      persona: "administrator",
      isAdmin: true,
      mayBackUp: true,
    },
    { ...withKey(someone(5, "Hugo", "Iversen")), persona: "second administrator", isAdmin: true, mayBackUp: true },
    { ...withKey(someone(6, "Ilse", "Jankowski")), persona: "backup role", mayBackUp: true },
    { ...withTotp(someone(7, "Jonas", "Keller")), persona: "backup role by group", mayBackUp: true },
    { ...withKey(someone(8, "Katja", "Lorenz")), persona: "ordinary" },
    { ...withKey(someone(9, "Lars", "Mikkelsen")), persona: "locked", mayBackUp: true, isActive: false },
    {
      ...withKey(withoutPassword("globex", 10, "Maya", "Novák")),
      persona: "single sign-on",
      mayBackUp: true,
      externalId: secrets.hex("subject maya.novak", 32),
    },
    {
      ...withKey(someone(11, "Nils", "Öberg")),
      persona: "legacy password",
      mayBackUp: true,
      passwordType: "UserPassword::SHA1",
    },
    { ...withKey(someone(12, "Olga", "Petrova")), persona: "webauthn", mayBackUp: true, hasWebauthn: true },
    { ...withKey(withoutPassword("globex", 13, "Paul", "Quint")), persona: "ldap", mayBackUp: true, isLdap: true },
  ];
}

type Somebody = Omit<DemoPerson, "persona">;

function withoutPassword(tenantId: string, userId: number, firstname: string, lastname: string): Somebody {
  const login = loginOf(firstname, lastname);
  const mail = `${login}@${tenantId}.example`;
  return { userId, login, mail, firstname, lastname, isAdmin: false, isActive: true, mayBackUp: false };
}

function withPassword(secrets: DemoSecrets, tenantId: string, userId: number, firstname: string, lastname: string) {
  const person = withoutPassword(tenantId, userId, firstname, lastname);
  return { ...person, password: secrets.password(person.login), passwordType: "UserPassword::Bcrypt" } as const;
}

/** `Chiara Dvořák` signs in as `chiara.dvorak`. */
export function loginOf(firstname: string, lastname: string): string {
  const plain = `${firstname}.${lastname}`.toLowerCase().replaceAll("ß", "ss").normalize("NFD");
  return plain.replaceAll(/\p{Mark}/gu, "");
}
