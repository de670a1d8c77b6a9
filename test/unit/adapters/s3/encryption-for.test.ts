import { describe, expect, it } from "vitest";
import { encryptionFor, ownerOf, ownersOf } from "../../../../functions/adapters/s3/encryption-for.ts";

const contextOf = (key: string) => {
  const { SSEKMSEncryptionContext: context } = encryptionFor("key-1", ownersOf(key));
  return context === undefined ? undefined : JSON.parse(Buffer.from(context, "base64").toString());
};

describe("what an object is encrypted for", () => {
  it("is the tenant's backup, or the tenant alone", () => {
    expect(contextOf("t/acme/b/b1/g1/openproject.pgdump")).toEqual({ tenantId: "acme", backupId: "b1" });
    expect(contextOf("t/acme/audit/e1.ndjson")).toEqual({ tenantId: "acme" });
  });

  it.each(["", "t", "t/acme", "t//audit/e1.ndjson", "x/acme/audit/e1.ndjson"])("is nobody for %j", (key) => {
    expect(ownersOf(key)).toBeUndefined();
  });

  it("is no backup's for what lies beside backups", () => {
    expect(ownerOf("t/acme/audit/e1.ndjson")).toBeUndefined();
  });
});
