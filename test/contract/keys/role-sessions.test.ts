import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type KeysService, keysService } from "../../support/keys-service.ts";

describe("role sessions", () => {
  let service: KeysService;
  let nowMs = Date.UTC(2026, 0, 1);
  beforeAll(async () => {
    service = await keysService({ now: () => nowMs });
  });
  afterAll(() => service.stop());

  const assume = async (more: Partial<AssumeRoleCommandInput> = {}, by = service.sts()) => {
    const role = { RoleArn: "arn:aws:iam::000000000000:role/downloads", RoleSessionName: "acme" };
    const { Credentials } = await by.send(new AssumeRoleCommand({ ...role, DurationSeconds: 900, ...more }));
    return {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
      expiresAt: Credentials?.Expiration?.getTime(),
    };
  };

  test("gives credentials that are known, with their tags and policy, until they end", async () => {
    const policy = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "<&\"'>" }],
    };
    const given = await assume({ Policy: JSON.stringify(policy), Tags: [{ Key: "tenantId", Value: "acme & co" }] });
    expect(given.expiresAt).toBe(nowMs + 900_000);
    expect(service.local.credentials(given.accessKeyId, given.sessionToken)).toMatchObject({
      secret: given.secretAccessKey,
      expiresAt: nowMs + 900_000,
      tags: { tenantId: "acme & co" },
      policy,
    });
    expect(service.local.credentials(given.accessKeyId, "another token")).toBeUndefined();
    expect(service.local.credentials(given.accessKeyId, undefined)).toBeUndefined();
    expect(service.local.credentials("ASIAUNKNOWN", given.sessionToken)).toBeUndefined();
    nowMs += 900_000;
    expect(service.local.credentials(given.accessKeyId, given.sessionToken)).toBeUndefined();
    await expect(service.sts(given).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: expect.stringMatching(/^ExpiredToken/),
    });
  });

  test("names who is calling", async () => {
    const given = await assume();
    const identity = await service.sts(given).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe("arn:aws:sts::000000000000:assumed-role/downloads/acme");
    expect((await service.sts().send(new GetCallerIdentityCommand({}))).Arn).toMatch(/:user\/local$/);
  });

  test("gives an hour at most to a role that assumes another", async () => {
    const given = await assume({ DurationSeconds: 43_200 });
    await expect(assume({ DurationSeconds: 3601 }, service.sts(given))).rejects.toMatchObject({
      name: "ValidationError",
    });
    const chained = await assume({ DurationSeconds: 3600 }, service.sts(given));
    expect(chained.expiresAt).toBe(nowMs + 3_600_000);
  });

  test.each<[string, Partial<AssumeRoleCommandInput>, string]>([
    ["a session of less than 15 minutes", { DurationSeconds: 899 }, "ValidationError"],
    ["a session of more than 12 hours", { DurationSeconds: 43_201 }, "ValidationError"],
    ["a session name with a blank", { RoleSessionName: "a b" }, "ValidationError"],
    ["a role that is none", { RoleArn: "arn:aws:iam::000000000000:user/someone" }, "ValidationError"],
    ["a policy that is not JSON", { Policy: "{" }, "MalformedPolicyDocumentException"],
    ["a policy without a statement", { Policy: "{}" }, "MalformedPolicyDocumentException"],
    [
      "a policy of more than 2048 characters",
      { Policy: JSON.stringify({ Statement: [], Id: "x".repeat(2048) }) },
      "PackedPolicyTooLargeException",
    ],
    ["one tag twice", { Tags: ["tenantId", "TENANTID"].map((Key) => ({ Key, Value: "acme" })) }, "ValidationError"],
  ])("refuses %s", async (_what, input, name) => {
    await expect(assume(input)).rejects.toMatchObject({ name });
  });

  test("loses an answer on demand", async () => {
    service.local.faults.arm({ operation: "AssumeRole", nth: 1, effect: { kind: "drop-answer" } });
    await expect(assume()).rejects.toThrow(/socket hang up|ECONNRESET/);
    await expect(assume()).resolves.toBeDefined();
  });
});
