import type { TenantSchema } from "./tenant-schema.ts";

/** OpenProject's number for users who may sign in. */
const ACTIVE = 1;

const MAY_CREATE_BACKUP = `
  u.admin OR EXISTS (
    SELECT 1
      FROM public.members m
      JOIN public.member_roles mr ON mr.member_id = m.id
      JOIN public.roles r ON r.id = mr.role_id
      JOIN public.role_permissions rp ON rp.role_id = r.id
     WHERE m.user_id = u.id AND m.project_id IS NULL AND r.type = 'GlobalRole' AND rp.permission = 'create_backup')`;

const USER = `u.id::text AS id, u.login, u.firstname, u.lastname, u.mail, u.admin, (${MAY_CREATE_BACKUP}) AS may_create_backup`;

const IS_ACTIVE_USER = `u.type = 'User' AND u.status = ${ACTIVE}`;

export const USER_BY_ID = `SELECT ${USER} FROM public.users u WHERE u.id = $1 AND ${IS_ACTIVE_USER}`;

/** Everyone the name may mean; at most a handful, so that an accident of the data is no load. */
export const USERS_BY_LOGIN_OR_MAIL = `
  SELECT ${USER} FROM public.users u
   WHERE (lower(u.login) = lower($1) OR lower(u.mail) = lower($1)) AND ${IS_ACTIVE_USER}
   ORDER BY u.id LIMIT 10`;

export const ACTIVE_ADMINS = `SELECT ${USER} FROM public.users u WHERE u.admin AND ${IS_ACTIVE_USER} ORDER BY u.id`;

/** `$1`: the hashed key; `$2`: now, in seconds. */
export const userByApiKey = (schema: TenantSchema): string => `
  SELECT ${USER}, t.id::text AS api_key_id
    FROM public.tokens t JOIN public.users u ON u.id = t.user_id
   WHERE t.type = 'Token::API' AND t.value = $1 AND ${IS_ACTIVE_USER}
     AND ${schema.has("tokens", "expires_on") ? `(t.expires_on IS NULL OR ${seconds("t.expires_on")} > $2)` : "$2::float8 > 0"}
   ORDER BY t.id LIMIT 1`;

/** The newest row counts; older ones are there so that people do not take an old password again. */
export const NEWEST_PASSWORD = `
  SELECT p.type, p.hashed_password, p.salt, ${seconds("p.created_at")} AS changed_at
    FROM public.user_passwords p WHERE p.user_id = $1 ORDER BY p.id DESC LIMIT 1`;

export const activeDevices = (schema: TenantSchema): string => `
  SELECT d.id::text AS id, d.type, d.otp_secret,
         ${schema.has("two_factor_authentication_devices", "created_at") ? seconds("d.created_at") : "NULL"} AS enrolled_at
    FROM public.two_factor_authentication_devices d WHERE d.user_id = $1 AND d.active ORDER BY d.id`;

/**
 * `$1`: OpenProject's name of the provider; `$2`: the subject there. Since 2025 links are rows of their own; before, each
 * user had one text, and a database that has the table has moved them all into it.
 */
export function usersBySubject(schema: TenantSchema): string {
  const [owner] = linkOwners(schema);
  if (owner === undefined) {
    const identity = schema.has("users", "identity_url") ? "u.identity_url = $1 || ':' || $2" : "$1 <> $1 AND $2 <> $2";
    return `SELECT ${USER} FROM public.users u WHERE ${identity} AND ${IS_ACTIVE_USER} ORDER BY u.id LIMIT 2`;
  }
  const isAvailable = schema.has("auth_providers", "available") ? "AND p.available" : "";
  return `
    SELECT ${USER}
      FROM public.user_auth_provider_links l
      JOIN public.auth_providers p ON p.id = l.auth_provider_id
      JOIN public.users u ON u.id = l.${owner}
     WHERE p.slug = $1 AND l.external_id = $2 ${isAvailable} AND ${IS_ACTIVE_USER} ORDER BY u.id LIMIT 2`;
}

const linkOwners = (schema: TenantSchema): readonly string[] =>
  ["principal_id", "user_id"].filter((column) => schema.has("user_auth_provider_links", column));

/** Is there a link to an identity provider, or (older versions) an identity of one? */
export function isSingleSignOn(schema: TenantSchema): string {
  const ways = [
    ...linkOwners(schema).map(
      (owner) => `EXISTS (SELECT 1 FROM public.user_auth_provider_links l WHERE l.${owner} = u.id)`,
    ),
    ...(schema.has("users", "identity_url") ? ["coalesce(u.identity_url, '') <> ''"] : []),
    "false",
  ];
  return `SELECT (${ways.join(" OR ")}) AS is_single_sign_on FROM public.users u WHERE u.id = $1`;
}

/** Older versions have times without a zone: they mean UTC, whatever the session's zone is. */
function seconds(column: string): string {
  return `extract(epoch FROM ${column} AT TIME ZONE 'UTC')::float8`;
}
