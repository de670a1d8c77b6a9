import { randomUUID } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type KeysService, keysService } from "../../support/keys-service.ts";

describe("secrets", () => {
  let service: KeysService;
  beforeEach(async () => {
    service = await keysService();
  });
  afterEach(() => service.stop());

  const create = (Name: string, SecretString: string) =>
    service.secrets.send(new CreateSecretCommand({ Name, SecretString }));
  const put = (SecretId: string, SecretString: string, more: object = {}) =>
    service.secrets.send(new PutSecretValueCommand({ SecretId, SecretString, ...more }));
  const get = (SecretId: string, more: object = {}) =>
    service.secrets.send(new GetSecretValueCommand({ SecretId, ...more }));

  test("reads a secret by its name and by its ARN", async () => {
    const { ARN = "" } = await create("coffer/token-key", "s1");
    expect(await get("coffer/token-key")).toMatchObject({ SecretString: "s1", VersionStages: ["AWSCURRENT"], ARN });
    expect((await get(ARN)).SecretString).toBe("s1");
  });

  test("reads binary secrets as bytes", async () => {
    const SecretBinary = Buffer.from([0, 255, 7]);
    await service.secrets.send(new CreateSecretCommand({ Name: "bytes", SecretBinary }));
    expect(Buffer.from((await get("bytes")).SecretBinary ?? [])).toEqual(SecretBinary);
  });

  test("keeps the value before as the previous one, and the one before that no longer", async () => {
    const { VersionId: first } = await create("rotated", "s1");
    await put("rotated", "s2");
    expect((await get("rotated", { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("s1");
    await put("rotated", "s3");
    expect((await get("rotated")).SecretString).toBe("s3");
    expect((await get("rotated", { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("s2");
    const { VersionIdsToStages = {} } = await service.secrets.send(new DescribeSecretCommand({ SecretId: "rotated" }));
    expect(Object.values(VersionIdsToStages).flat().sort()).toEqual(["AWSCURRENT", "AWSPREVIOUS"]);
    await expect(get("rotated", { VersionId: first, VersionStage: "AWSCURRENT" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("makes a pending version current only when it is told to", async () => {
    await create("pending", "s1");
    const { VersionId } = await put("pending", "s2", { VersionStages: ["AWSPENDING"] });
    expect((await get("pending")).SecretString).toBe("s1");
    const move = { SecretId: "pending", VersionStage: "AWSCURRENT", MoveToVersionId: VersionId };
    await service.secrets.send(new UpdateSecretVersionStageCommand(move));
    expect((await get("pending")).SecretString).toBe("s2");
    expect((await get("pending", { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("s1");
  });

  test("takes a repeated token once, and refuses it with another value", async () => {
    await create("repeated", "s1");
    const ClientRequestToken = randomUUID();
    await put("repeated", "s2", { ClientRequestToken });
    await put("repeated", "s2", { ClientRequestToken });
    expect((await get("repeated", { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("s1");
    await expect(put("repeated", "s3", { ClientRequestToken })).rejects.toMatchObject({
      name: "ResourceExistsException",
    });
  });

  test("refuses unknown secrets and a name that is taken", async () => {
    await expect(get("none")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await create("taken", "s1");
    await expect(create("taken", "s2")).rejects.toMatchObject({ name: "ResourceExistsException" });
  });

  test("keeps secrets over a restart, in files for their owner alone", async () => {
    await create("kept", "s1");
    for (const name of await readdir(service.directory)) {
      expect((await stat(join(service.directory, name))).mode & 0o777).toBe(0o600);
    }
    service = await service.restarted();
    expect((await get("kept")).SecretString).toBe("s1");
  });

  test("refuses on demand, and counts the calls", async () => {
    await create("faulty", "s1");
    const effect = { kind: "refuse", status: 400, code: "ThrottlingException" } as const;
    service.local.faults.arm({ operation: "GetSecretValue", nth: 2, effect });
    await get("faulty");
    await expect(get("faulty")).rejects.toMatchObject({ name: "ThrottlingException" });
    expect(service.local.faults.counts.get("GetSecretValue")).toBe(2);
  });
});
