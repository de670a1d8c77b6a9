import { createHash } from "node:crypto";
import { encodeBase64, hash } from "bcryptjs";
import type { ClientBase } from "pg";
import type { DemoPerson } from "./demo-person.ts";
import type { DemoTenant } from "./demo-tenant.ts";
import { insertRows, type Row } from "./insert-rows.ts";
import { ordinaryPeople } from "./ordinary-people.ts";
import { seededRandom } from "./seeded-random.ts";

/** Long past, so that no waiting period after a change of password is running. */
const joined = { created_at: "2023-03-01T08:00:00Z", updated_at: "2025-02-28T17:30:00Z" };
const bcryptCost = 10;

const hashes = {
  hex: (algorithm: "sha1" | "sha256", text: string) => createHash(algorithm).update(text).digest("hex"),
  /** Ruby's bcrypt writes `$2a$`; the salt comes from the seed, so that the same seed gives the same database. */
  bcrypt: (password: string, salt: Buffer) => hash(password, `$2a$${bcryptCost}$${encodeBase64([...salt], 16)}`),
};

/** Users with all they sign in with. `count`: ordinary users besides the cast. Returns the ids of those who work. */
export async function seedPeople(client: ClientBase, tenant: DemoTenant, count: number, seed: number) {
  const random = seededRandom(seed, `${tenant.tenantId} people`);
  const ordinary = ordinaryPeople(count, random);
  const sharedHash = await hashes.bcrypt(random.bytes(24).toString("hex"), random.bytes(16));
  await insertRows(client, "users", [
    ...ownAccounts,
    ...(tenant.tenantId === "globex" ? groupAndPlaceholder : []),
    ...tenant.people.map(userRow),
    ...ordinary.map((person) => userRow({ ...person, mail: `${person.login}@${tenant.tenantId}.example` })),
  ]);

  const passwords: Row[] = [];
  for (const person of tenant.people) {
    if (person.password === undefined) continue;
    const salt = random.bytes(16);
    const isLegacy = person.passwordType === "UserPassword::SHA1";
    // The row before the last change of password stays, and must not open anything.
    passwords.push(passwordRow(person.userId, sharedHash, "2023-03-01T08:00:00Z"), {
      ...passwordRow(person.userId, sharedHash, "2024-06-12T09:15:00Z"),
      hashed_password: isLegacy
        ? hashes.hex("sha1", salt.toString("hex") + hashes.hex("sha1", person.password))
        : await hashes.bcrypt(person.password, salt),
      salt: isLegacy ? salt.toString("hex") : null,
      type: person.passwordType,
    });
  }
  passwords.push(...ordinary.map(({ userId }) => passwordRow(userId, sharedHash, "2023-05-02T10:00:00Z")));
  await insertRows(client, "user_passwords", passwords);
  await insertRows(
    client,
    "tokens",
    tenant.people.flatMap((person) => tokenRows(person, tenant)),
  );
  await insertRows(client, "two_factor_authentication_devices", tenant.people.flatMap(deviceRows));
  return [...tenant.people, ...ordinary].map(({ userId }) => userId);
}

type User = Pick<DemoPerson, "userId" | "login" | "firstname" | "lastname" | "mail"> & Partial<DemoPerson>;

const userRow = (user: User) => ({
  id: user.userId,
  login: user.login,
  firstname: user.firstname,
  lastname: user.lastname,
  mail: user.mail,
  admin: user.isAdmin ?? false,
  status: user.isActive === false ? 3 : 1,
  last_login_on: "2025-02-27T07:55:00Z",
  language: user.userId % 3 === 0 ? "de" : "en",
  ldap_auth_source_id: user.isLdap === true ? 1 : null,
  type: "User",
  first_login: false,
  ...joined,
});

const account = (id: number, type: string, lastname: string) => ({
  ...userRow({ userId: id, login: "", firstname: "", lastname, mail: "" }),
  last_login_on: null,
  type,
});
/** Rows of `users` that are not people; none of them has a login. */
const ownAccounts = [
  account(1, "SystemUser", "System"),
  account(2, "AnonymousUser", "Anonymous"),
  account(3, "DeletedUser", "Deleted user"),
];
export const backupGroupId = 90;
const groupAndPlaceholder = [
  account(backupGroupId, "Group", "Backup operators"),
  account(91, "PlaceholderUser", "Site manager (to be found)"),
];

const passwordRow = (userId: number, hashedPassword: string, at: string) => ({
  user_id: userId,
  hashed_password: hashedPassword,
  salt: null as string | null,
  created_at: at,
  updated_at: at,
  type: "UserPassword::Bcrypt" as string | undefined,
});

/** The API key, an expired one before it, and a feed key, which has the same form and must not pass for an API key. */
function tokenRows({ userId, login, apiKey }: DemoPerson, { secretKeyBase }: DemoTenant) {
  const row = (type: string, plaintext: string, expires: string | null) => ({
    user_id: userId,
    type,
    value: hashes.hex("sha256", plaintext + secretKeyBase),
    created_at: joined.created_at,
    expires_on: expires,
    data: { name: "script" },
  });
  const feed = { ...row("Token::RSS", "", null), value: hashes.hex("sha256", `feed ${login}`) };
  if (apiKey === undefined) return [feed];
  return [feed, row("Token::API", `${apiKey} expired`, "2024-01-01T00:00:00Z"), row("Token::API", apiKey, null)];
}

function deviceRows({ userId, totpSecret, hasWebauthn }: DemoPerson) {
  const row = (type: string, channel: string, active: boolean, secret: string | null) => ({
    type: `TwoFactorAuthentication::Device::${type}`,
    default: active,
    active,
    channel,
    identifier: `${type} device`,
    created_at: joined.created_at,
    updated_at: joined.updated_at,
    otp_secret: secret,
    user_id: userId,
    webauthn_external_id: type === "Webauthn" ? hashes.hex("sha256", `credential ${userId}`) : null,
    webauthn_public_key: type === "Webauthn" ? hashes.hex("sha256", `public key ${userId}`) : null,
    webauthn_sign_count: 0,
  });
  return [
    ...(totpSecret === undefined
      ? []
      : [row("Totp", "totp", true, totpSecret), row("Totp", "totp", false, "ORSXG5BNNVSWIZLWNFRWK===")]),
    ...(hasWebauthn === true ? [row("Webauthn", "webauthn", true, null)] : []),
  ];
}
