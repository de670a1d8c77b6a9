import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hmacTokenHasher } from "../../../../functions/adapters/identity/hmac-token-hasher.ts";

const keys = { k1: "first key", k2: "second key" };
const hasher = hmacTokenHasher({ tokenKeys: async () => ({ current: "k2", keys }) });
const ada = { tenantId: "acme", userId: 4 };

describe("a backup token's hash", () => {
  it("is keyed by the current key, over tenant, user and token", async () => {
    expect(await hasher.hash(ada, "opbk_x")).toEqual({
      keyId: "k2",
      hash: createHmac("sha256", "second key").update("acme|4|opbk_x").digest("hex"),
    });
  });

  it("is of no use for another token, user or tenant", async () => {
    const stored = await hasher.hash(ada, "opbk_x");
    expect(await hasher.matches(ada, "opbk_x", stored)).toBe(true);
    expect(await hasher.matches(ada, "opbk_y", stored)).toBe(false);
    expect(await hasher.matches({ ...ada, userId: 5 }, "opbk_x", stored)).toBe(false);
    expect(await hasher.matches({ ...ada, tenantId: "globex" }, "opbk_x", stored)).toBe(false);
  });

  it("is checked with the key that made it", async () => {
    const hash = createHmac("sha256", "first key").update("acme|4|opbk_x").digest("hex");
    expect(await hasher.matches(ada, "opbk_x", { keyId: "k1", hash })).toBe(true);
    expect(await hasher.matches(ada, "opbk_x", { keyId: "k2", hash })).toBe(false);
  });

  it.each(["", "00", "not hex"])("matches nothing when it is %j", async (hash) => {
    expect(await hasher.matches(ada, "opbk_x", { keyId: "k1", hash })).toBe(false);
  });

  it.each(["k3", "__proto__", "toString"])("cannot be checked by a key %s that is not there", async (keyId) => {
    const checked = hasher.matches(ada, "opbk_x", { keyId, hash: "" });
    await expect(checked).rejects.toMatchObject({ code: "internal", details: { keyId } });
  });
});
