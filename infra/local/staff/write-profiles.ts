import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StaffKind } from "../../../functions/domain/support/staff.ts";
import { REGION } from "../template/account.ts";
import type { OpenTemplate } from "../template/open-template.ts";

/** Who looks after the demo. Their keys open nothing but the roles of this machine's own cloud. */
const PEOPLE = {
  operator: { name: "olga", accessKeyId: "AKIALOCALOPERATOROLG", secretAccessKey: "local-operator-olga" },
  support: { name: "samir", accessKeyId: "AKIALOCALSUPPORTSAMI", secretAccessKey: "local-support-samir" },
} as const satisfies Record<StaffKind, { name: string; accessKeyId: string; secretAccessKey: string }>;

export interface StaffProfiles {
  /** For `AWS_CONFIG_FILE`; has a profile `operator` and a profile `support`. */
  readonly file: string;
}

/**
 * A configuration file as AWS tools read it: each profile takes its role at the local token service, as people do in a
 * real account. Written anew at each start, since the services' ports are others each time.
 */
export function writeStaffProfiles(directory: string, template: OpenTemplate, tokenServiceUrl: string): StaffProfiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "aws-config");
  const profiles = (["operator", "support"] as const).map((kind) => {
    const { name, accessKeyId, secretAccessKey } = PEOPLE[kind];
    return [
      `[profile ${kind}]`,
      `role_arn = ${roleArnOf(template, kind)}`,
      `role_session_name = ${name}`,
      `source_profile = ${name}`,
      `region = ${REGION}`,
      `endpoint_url = ${tokenServiceUrl}`,
      "",
      `[profile ${name}]`,
      `aws_access_key_id = ${accessKeyId}`,
      `aws_secret_access_key = ${secretAccessKey}`,
      "",
    ].join("\n");
  });
  // Whoever takes a role asks the token service that the default profile names.
  const preset = ["[default]", `region = ${REGION}`, `endpoint_url = ${tokenServiceUrl}`, ""].join("\n");
  writeFileSync(file, [preset, ...profiles].join("\n"), { mode: 0o600 });
  return { file };
}

/** By the name that the template gives the role: `SupportRole…`, `OperatorRole…`. */
function roleArnOf(template: OpenTemplate, kind: StaffKind): string {
  const start = kind === "operator" ? "OperatorRole" : "SupportRole";
  const role = template
    .resources("AWS::IAM::Role")
    .find(({ logicalId }) => new RegExp(`^${start}[0-9A-F]{8}$`, "u").test(logicalId));
  const arn = role === undefined ? undefined : template.identityOf(role).attributes["Arn"];
  if (arn === undefined) throw new Error(`The template has no ${start}.`);
  return arn;
}
