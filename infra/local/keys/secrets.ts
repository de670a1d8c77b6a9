import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { privateFile } from "./private-file.ts";
import { type Fields, optionalTextIn, serviceError, textIn } from "./service-error.ts";

interface Version {
  /** As given, under the name it was given by. */
  value: { SecretString?: string; SecretBinary?: string };
  stages: string[];
  createdMs: number;
}

interface Secret {
  arn: string;
  versions: Record<string, Version>;
}

export type Operations = Readonly<Record<string, ((fields: Fields) => object) | undefined>>;

const current = "AWSCURRENT";
const previous = "AWSPREVIOUS";

/** Secrets Manager, as much of it as reading and rotating a secret takes. */
export function secretOperations(directory: string, now: () => number): Operations {
  const file = privateFile<Record<string, Secret>>(join(directory, "secrets.json"));
  const secrets = file.read(() => ({}));

  const find = (fields: Fields): [string, Secret] => {
    const id = textIn(fields, "SecretId");
    const found = Object.entries(secrets).find(([name, secret]) => name === id || secret.arn === id);
    if (!found) throw serviceError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    return found;
  };
  const put = (name: string, secret: Secret, fields: Fields): object => {
    const id = optionalTextIn(fields, "ClientRequestToken") ?? randomUUID();
    const value = valueIn(fields);
    const stages = stagesIn(fields);
    const known = secret.versions[id];
    if (known && JSON.stringify(known.value) !== JSON.stringify(value)) {
      throw serviceError("ResourceExistsException", "A version with this token exists with another value.");
    }
    secret.versions[id] ??= { value, stages: [], createdMs: now() };
    if (!known) for (const stage of stages) moveStage(secret, stage, id);
    secrets[name] = secret;
    file.write(secrets);
    return { ARN: secret.arn, Name: name, VersionId: id, VersionStages: stages };
  };

  return {
    CreateSecret(fields) {
      const name = textIn(fields, "Name");
      if (secrets[name]) throw serviceError("ResourceExistsException", `The secret ${name} already exists.`);
      const arn = `arn:aws:secretsmanager:eu-central-1:000000000000:secret:${name}-${randomUUID().slice(0, 6)}`;
      return put(name, { arn, versions: {} }, fields);
    },
    PutSecretValue: (fields) => put(...find(fields), fields),
    GetSecretValue(fields) {
      const [name, secret] = find(fields);
      const id = optionalTextIn(fields, "VersionId");
      const stage = optionalTextIn(fields, "VersionStage") ?? (id === undefined ? current : undefined);
      const found = Object.entries(secret.versions).find(
        ([versionId, { stages }]) => (id ?? versionId) === versionId && (stage === undefined || stages.includes(stage)),
      );
      if (!found) throw serviceError("ResourceNotFoundException", `There is no version ${id ?? ""} ${stage ?? ""}.`);
      const [VersionId, { value, stages, createdMs }] = found;
      return { ARN: secret.arn, Name: name, VersionId, ...value, VersionStages: stages, CreatedDate: createdMs / 1000 };
    },
    DescribeSecret(fields) {
      const [name, secret] = find(fields);
      const stages = Object.entries(secret.versions).map(([id, version]) => [id, version.stages]);
      return { ARN: secret.arn, Name: name, VersionIdsToStages: Object.fromEntries(stages) };
    },
    UpdateSecretVersionStage(fields) {
      const [name, secret] = find(fields);
      const target = textIn(fields, "MoveToVersionId");
      if (!secret.versions[target]) throw serviceError("ResourceNotFoundException", `There is no version ${target}.`);
      moveStage(secret, textIn(fields, "VersionStage"), target);
      file.write(secrets);
      return { ARN: secret.arn, Name: name };
    },
  };
}

/** A stage is on one version at a time; what was current becomes previous. */
function moveStage(secret: Secret, stage: string, id: string): void {
  const holder = Object.keys(secret.versions).find((other) => secret.versions[other]?.stages.includes(stage));
  if (holder === id) return;
  for (const version of Object.values(secret.versions)) version.stages = version.stages.filter((one) => one !== stage);
  secret.versions[id]?.stages.push(stage);
  if (stage === current && holder !== undefined) moveStage(secret, previous, holder);
}

function valueIn(fields: Fields): Version["value"] {
  const { SecretString, SecretBinary } = fields;
  if (typeof SecretString === "string" && SecretBinary === undefined) return { SecretString };
  if (typeof SecretBinary === "string" && SecretString === undefined) return { SecretBinary };
  throw serviceError("InvalidParameterException", "Give either SecretString or SecretBinary.");
}

function stagesIn(fields: Fields): string[] {
  const stages = fields["VersionStages"];
  return Array.isArray(stages) ? stages.map(String) : [current];
}
