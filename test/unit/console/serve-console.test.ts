import { describe, expect, it } from "vitest";
import { PAGE_POLICY, serveConsole } from "../../../functions/console/serve-console.ts";

const serve = serveConsole({
  page: "<!doctype html>",
  assets: {
    "index-1234abcd.js": { text: "render()", type: "text/javascript; charset=utf-8", isForEver: true },
    "pull-backup.sh": { text: "#!/usr/bin/env bash", type: "text/plain; charset=utf-8", isForEver: false },
  },
});
const asset = (file: string) => serve({ pathParameters: { file } });

describe("the console's function", () => {
  it.each([[null], [{ backupId: "b1" }]])(
    "gives its one page for any view (%j), and lets nobody keep it",
    async (path) => {
      const answer = await serve({ pathParameters: path });
      expect(answer).toMatchObject({
        statusCode: 200,
        body: "<!doctype html>",
        headers: {
          "content-type": "text/html; charset=utf-8",
          "content-security-policy": PAGE_POLICY,
          "cache-control": "no-store",
          "referrer-policy": "no-referrer",
        },
      });
      expect(answer.multiValueHeaders).toBeUndefined();
    },
  );

  it("lets the page load from its own host alone, and nobody frame it", () => {
    expect(PAGE_POLICY).not.toMatch(/unsafe|https?:|\*|data:/u);
    expect(PAGE_POLICY).toContain("default-src 'none'");
    expect(PAGE_POLICY).toContain("frame-ancestors 'none'");
  });

  it("lets browsers keep for ever what is named after its bytes, and nothing else", async () => {
    const script = await asset("index-1234abcd.js");
    expect(script).toMatchObject({ statusCode: 200, body: "render()" });
    expect(script.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
    });
    expect((await asset("pull-backup.sh")).headers).toMatchObject({ "cache-control": "no-store" });
  });

  it.each(["nothing.js", "__proto__", "constructor", "../index.html"])("has no file %s", async (file) => {
    expect(await asset(file)).toMatchObject({ statusCode: 404, headers: { "cache-control": "no-store" } });
  });
});
