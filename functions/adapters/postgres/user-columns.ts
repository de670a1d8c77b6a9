import type { WantedColumns } from "./tenant-schema.ts";

/** What the rules of sign-in and permission cannot do without. */
export const REQUIRED_USER_COLUMNS: WantedColumns = {
  users: ["id", "login", "firstname", "lastname", "mail", "admin", "status", "type"],
  user_passwords: ["id", "user_id", "hashed_password", "salt", "type", "created_at"],
  tokens: ["id", "user_id", "type", "value"],
  members: ["id", "user_id", "project_id"],
  member_roles: ["member_id", "role_id"],
  roles: ["id", "type"],
  role_permissions: ["role_id", "permission"],
};

/** What only some versions of OpenProject have. */
export const OPTIONAL_USER_COLUMNS: WantedColumns = {
  users: ["identity_url"],
  tokens: ["expires_on"],
  two_factor_authentication_devices: ["id", "user_id", "type", "active", "otp_secret", "created_at"],
  user_auth_provider_links: ["user_id", "principal_id", "auth_provider_id", "external_id"],
  auth_providers: ["id", "slug", "available"],
};
