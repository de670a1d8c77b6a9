import { describe, expect, it } from "vitest";
import { serveConsole } from "../../../functions/console/serve-console.ts";

const serve = serveConsole({
  page: "<!doctype html><title>Coffer</title>",
  assets: { "a.js": { text: "1", type: "text/javascript", isForEver: true } },
});
const at = (file?: string) => serve({ pathParameters: file === undefined ? null : { file } });

describe("the console", () => {
  it("runs its own files alone, talks to its own host alone, and stands in nobody's frame", async () => {
    const { statusCode, headers = {} } = await at();
    expect(statusCode).toBe(200);
    const policy = new Map(
      String(headers["content-security-policy"])
        .split("; ")
        .map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1).join(" ")]),
    );
    expect(policy.get("default-src")).toBe("'none'");
    for (const [name = "", value = ""] of policy) {
      expect([name, value]).toEqual([name, expect.stringMatching(/^('none'|'self'|'script')$/u)]);
    }
    for (const shut of ["base-uri", "form-action", "frame-ancestors", "trusted-types"]) {
      expect([shut, policy.get(shut)]).toEqual([shut, "'none'"]);
    }
    expect(headers).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
  });

  it("is the same for everybody: nothing of an address becomes part of it", async () => {
    const named = await serve({ pathParameters: { backupId: "<script>alert(1)</script>" } });
    expect(named.body).toBe((await at()).body);
  });

  it.each(["__proto__", "constructor", "toString", "../lambda.js", "a.js/", "A.JS", ""])(
    "has no file %j",
    async (file) => {
      expect((await at(file)).statusCode).toBe(404);
    },
  );
});
