import { Failure } from "../../domain/failure.ts";
import type { StoredPassword, User, UserFactors } from "../../domain/tenant/tenant-users.ts";

type Row = Readonly<Record<string, unknown>>;

const AUTHENTICATOR_APP = "TwoFactorAuthentication::Device::Totp";

export const readUser = (row: Row): User => ({
  userId: Number(row["id"]),
  login: text(row["login"]),
  name: `${text(row["firstname"])} ${text(row["lastname"])}`.trim(),
  mail: text(row["mail"]),
  isAdmin: row["admin"] === true,
  mayCreateBackup: row["may_create_backup"] === true,
});

export function readFactors(password: Row | undefined, devices: readonly Row[], isSingleSignOn: boolean): UserFactors {
  // An app without its secret can be checked no better than a device of another kind: it must not count as no factor.
  const isCheckable = (device: Row) => device["type"] === AUTHENTICATOR_APP && text(device["otp_secret"]) !== "";
  return {
    ...(password === undefined ? {} : { password: readPassword(password) }),
    authenticators: devices.filter(isCheckable).map((device) => ({
      deviceId: Number(device["id"]),
      secret: text(device["otp_secret"]),
      ...(typeof device["enrolled_at"] === "number" ? { enrolledAt: Math.round(device["enrolled_at"] * 1000) } : {}),
    })),
    uncheckable: devices.filter((device) => !isCheckable(device)).map((device) => text(device["type"])),
    isSingleSignOn,
  };
}

function readPassword(row: Row): StoredPassword {
  const hash = text(row["hashed_password"]);
  const changedAt = Math.round(Number(row["changed_at"]) * 1000);
  switch (row["type"]) {
    case "UserPassword::Bcrypt":
      return { scheme: "bcrypt", hash, changedAt };
    case "UserPassword::SHA1":
      return { scheme: "sha1", hash, salt: text(row["salt"]), changedAt };
    default:
      throw new Failure("tenant-database-unsupported", { missing: "user_passwords.type", unknown: text(row["type"]) });
  }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
