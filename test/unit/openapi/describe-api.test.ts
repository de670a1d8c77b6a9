import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { failureRow } from "../../../functions/domain/failure.ts";
import { API_VERSION } from "../../../functions/openapi/api-version.ts";
import { describeApi } from "../../../functions/openapi/describe-api.ts";
import { handler } from "../../../functions/openapi/lambda.ts";
import { OPERATIONS } from "../../../functions/openapi/operations.ts";
import { ROUTES } from "../../../functions/routes.ts";

const documentShape = z.object({
  openapi: z.string(),
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
  components: z.object({
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
    securitySchemes: z.record(z.string(), z.unknown()),
  }),
});
const document = documentShape.parse(describeApi(API_VERSION));
const text = JSON.stringify(document);

describe("the API's description", () => {
  it("has each route once, and no other", () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    // The staff's routes are no business of tenants.
    const routes = ROUTES.filter(({ signIn }) => signIn !== "iam").map(({ method, path }) => `${method} ${path}`);
    expect(described.sort()).toEqual([...routes].sort());
    expect(Object.keys(OPERATIONS).sort()).toEqual([...routes].sort());
  });

  it("refers to nothing that is not there, and has nothing that is not referred to", () => {
    const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/gu)].map(([, name = ""]) => name));
    expect([...referred].sort()).toEqual(Object.keys(document.components.schemas).sort());
    const refs = [...text.matchAll(/"\$ref":"([^"]+)"/gu)].map(([, ref = ""]) => ref);
    expect(refs.filter((ref) => !ref.startsWith("#/components/schemas/"))).toEqual([]);
  });

  it("names the parameters of each path, and how to sign in", () => {
    const show = document.paths["/api/v3/backups/{backupId}"]?.["get"];
    expect(show?.["parameters"]).toEqual([
      { name: "backupId", in: "path", required: true, schema: { type: "string" } },
    ]);
    expect(show?.["security"]).toEqual([{ apiKey: [] }, { session: [] }]);
    expect(document.paths["/api/v3/sessions"]?.["post"]).toMatchObject({ security: [] });
    expect(Object.keys(document.components.securitySchemes)).toEqual(["apiKey", "session"]);
    const list = JSON.stringify(document.paths["/api/v3/backups"]?.["get"]?.["parameters"]);
    for (const name of ["pageSize", "state", "cursor"]) expect(list).toContain(`"name":"${name}","in":"query"`);
  });

  it("says what each failure means, under its status", () => {
    const cancel = document.paths["/api/v3/backups/{backupId}/cancel"]?.["post"]?.["responses"];
    expect(cancel).toMatchObject({ 409: { description: failureRow("backup-ended").message } });
    expect(cancel).toHaveProperty("401");
    const content = document.paths["/api/v3/backups/{backupId}/content"]?.["get"]?.["responses"];
    expect(content).toMatchObject({ 302: { headers: { Location: {} } }, 303: {} });
  });

  it("requires what requests must have, and takes nothing else", () => {
    expect(document.components.schemas["BackupRequest"]).toMatchObject({
      required: ["backupToken"],
      additionalProperties: false,
      properties: { attachments: { default: true, type: "boolean" } },
    });
  });

  it("is of OpenAPI 3.1 and of the package's version, and is served as JSON", async () => {
    const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8"));
    expect(document.openapi).toMatch(/^3\.1\./u);
    expect(document.info.version).toBe(z.object({ version: z.string() }).parse(manifest).version);
    const answer = await handler();
    expect(answer).toMatchObject({ statusCode: 200, headers: { "content-type": expect.stringContaining("json") } });
    expect(JSON.parse(answer.body)).toEqual(describeApi(API_VERSION));
  });
});
