import type { ClientBase } from "pg";
import type { DemoTenant } from "./demo-tenant.ts";
import { insertRows } from "./insert-rows.ts";
import { backupGroupId } from "./seed-people.ts";

const times = { created_at: "2023-03-01T08:00:00Z", updated_at: "2023-03-01T08:00:00Z" };

const roles = {
  nonMember: { id: 1, name: "Non member", builtin: 1, type: "ProjectRole", permissions: ["view_project"] },
  anonymous: { id: 2, name: "Anonymous", builtin: 2, type: "ProjectRole", permissions: ["view_project"] },
  member: {
    id: 3,
    name: "Member",
    builtin: 0,
    type: "ProjectRole",
    permissions: ["view_work_packages", "edit_work_packages", "add_work_package_comments"],
  },
  // The permission counts in a global role only: in a role of a project it must open nothing.
  formerBackup: { id: 4, name: "Project lead", builtin: 0, type: "ProjectRole", permissions: ["create_backup"] },
  projectCreator: { id: 10, name: "Project creator", builtin: 0, type: "GlobalRole", permissions: ["add_project"] },
  backup: {
    id: 11,
    name: "Backup operator",
    builtin: 0,
    type: "GlobalRole",
    permissions: ["create_backup", "add_project"],
  },
} as const;

interface Membership {
  readonly userId: number;
  readonly projectId: number | null;
  readonly roleId: number;
  /** The grant to the group this one was copied from. */
  readonly inheritedFrom?: number;
}

/** Roles, and who has which: a membership without a project is one of the whole installation. */
export async function seedPermissions(
  client: ClientBase,
  tenant: DemoTenant,
  userIds: readonly number[],
  projects: number,
) {
  await insertRows(
    client,
    "roles",
    Object.values(roles).map(({ id, name, builtin, type }) => ({ id, name, position: id, builtin, type, ...times })),
  );
  await insertRows(
    client,
    "role_permissions",
    Object.values(roles).flatMap(({ id, permissions }) =>
      permissions.map((permission) => ({ permission, role_id: id, ...times })),
    ),
  );
  const memberships: Membership[] = [];
  if (tenant.tenantId === "globex") {
    memberships.push({ userId: backupGroupId, projectId: null, roleId: roles.backup.id });
  }
  for (const { userId, persona, isAdmin, mayBackUp } of tenant.people) {
    if (persona === "backup role by group") {
      memberships.push({ userId, projectId: null, roleId: roles.backup.id, inheritedFrom: 1 });
    } else if (mayBackUp && !isAdmin) {
      memberships.push({ userId, projectId: null, roleId: roles.backup.id });
    } else if (persona === "ordinary") {
      memberships.push({ userId, projectId: null, roleId: roles.projectCreator.id });
      memberships.push({ userId, projectId: 1, roleId: roles.formerBackup.id });
    }
  }
  for (const userId of userIds) {
    memberships.push({ userId, projectId: 1 + (userId % projects), roleId: roles.member.id });
  }
  // One member row for each, with the same id as its role row.
  await insertRows(
    client,
    "members",
    memberships.map(({ userId, projectId }, index) => ({
      id: index + 1,
      user_id: userId,
      project_id: projectId,
      ...times,
    })),
  );
  await insertRows(
    client,
    "member_roles",
    memberships.map(({ roleId, inheritedFrom }, index) => ({
      id: index + 1,
      member_id: index + 1,
      role_id: roleId,
      inherited_from: inheritedFrom ?? null,
    })),
  );
}

/** The tenant's identity provider, and who signs in there. */
export async function seedSingleSignOn(client: ClientBase, tenant: DemoTenant, issuer: string): Promise<void> {
  const linked = tenant.people.filter(({ externalId }) => externalId !== undefined);
  if (linked.length === 0) return;
  await insertRows(client, "auth_providers", [
    {
      id: 1,
      type: "OpenIDConnect::Provider",
      slug: "globex-login",
      display_name: "Globex login",
      available: true,
      options: { issuer, client_id: "openproject", oidc_provider: "custom" },
      ...times,
    },
  ]);
  await insertRows(
    client,
    "user_auth_provider_links",
    linked.map(({ userId, externalId }) => ({
      user_id: userId,
      auth_provider_id: 1,
      external_id: externalId,
      ...times,
    })),
  );
}
