import { createHash } from "node:crypto";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { specialAttachments } from "../../../infra/local/seed/attachment-plan.ts";
import type { DemoTenantId } from "../../../infra/local/seed/demo-tenant.ts";
import type { SeededTenant } from "../../../infra/local/seed/seed-tenant.ts";
import { aPostgres } from "../../support/postgres-cluster.ts";
import { aDemoStore, aDemoTenant, type DemoStore } from "../../support/postgres-demo.ts";
import { queryPostgres } from "../../support/postgres-query.ts";

interface Attachment extends Record<string, unknown> {
  readonly id: number;
  readonly file: string;
  readonly filesize: number;
  readonly digest: string;
  readonly content_type: string;
}

const columns = "id::int, file, filesize::int, digest, content_type";
const inBackup = "status <> 1 and container_type is not null and container_type <> 'Export'";

let postgres: Awaited<ReturnType<typeof aPostgres>>;
const stores: Record<DemoTenantId, DemoStore> = { acme: aDemoStore(), globex: aDemoStore() };
let tenants: Record<DemoTenantId, SeededTenant>;

beforeAll(async () => {
  postgres = await aPostgres();
  const { acme, globex } = stores;
  tenants = {
    acme: await aDemoTenant({ postgres, tenant: "acme", putObject: acme.putObject }),
    globex: await aDemoTenant({ postgres, tenant: "globex", putObject: globex.putObject }),
  };
});
afterAll(async () => {
  await postgres[Symbol.asyncDispose]();
});

const attachments = async (tenantId: DemoTenantId, condition: string) =>
  await queryPostgres<Attachment>(
    postgres.url(tenantId),
    `select ${columns} from attachments where ${condition} order by id`,
  );
const objectOf = (tenantId: DemoTenantId, { id, file }: Attachment) =>
  stores[tenantId].objects.get(`uploads/attachment/file/${id}/${file}`);

function lossOf({ filesize, digest }: Attachment, body: Uint8Array | undefined): string | undefined {
  if (body === undefined) return "missing";
  if (body.length !== filesize) return "size";
  return createHash("md5").update(body).digest("hex") === digest ? undefined : "digest";
}

/** Reads a file as what it says it is; pngjs and the decoder throw at what they cannot read. */
function opens({ content_type: kind }: Attachment, body: Buffer): boolean {
  if (kind === "image/png") return PNG.sync.read(body).width > 0;
  if (kind === "application/pdf")
    return body.toString("latin1").startsWith("%PDF-") && body.subarray(-8).includes("%%EOF");
  return !new TextDecoder("utf-8", { fatal: true }).decode(body).includes("\0");
}

describe.each<DemoTenantId>(["acme", "globex"])("the attachments of %s", (tenantId) => {
  it("are in the store with the size and the MD5 their rows name, save for the losses told of", async () => {
    const rows = await attachments(tenantId, inBackup);
    expect(rows.length).toBeGreaterThan(15);
    const losses = rows.flatMap((row) => {
      const why = lossOf(row, objectOf(tenantId, row));
      return why === undefined ? [] : [{ attachmentId: row.id, why }];
    });
    expect(losses).toEqual(tenants[tenantId].losses);
    expect(losses).toHaveLength(tenantId === "acme" ? 0 : 2);
  });

  it("open: pictures, documents and text", async () => {
    const rows = await attachments(tenantId, inBackup);
    const lost = tenants[tenantId].losses.map(({ attachmentId }) => attachmentId);
    const whole = rows.filter(({ id }) => !lost.includes(id));
    const broken = whole.filter((row) => !opens(row, Buffer.from(objectOf(tenantId, row) ?? "")));
    expect(broken).toEqual([]);
    const kinds = [...new Set(whole.map(({ content_type: kind }) => kind))].sort();
    expect(kinds).toEqual(["application/pdf", "image/png", "text/csv", "text/markdown", "text/plain"]);
  });

  it("are of many sizes and have names of every kind", async () => {
    const rows = await attachments(tenantId, inBackup);
    const names = rows.map(({ file }) => file);
    expect(names.some((name) => Buffer.byteLength(name) > 200 && Buffer.byteLength(name) <= 255)).toBe(true);
    expect(names.some((name) => /\p{Extended_Pictographic}/u.test(name))).toBe(true);
    expect(names.some((name) => /[äöü]/.test(name))).toBe(true);
    expect(names.some((name) => name !== name.normalize("NFC"))).toBe(true);
    expect(names.some((name) => name.includes(" "))).toBe(true);
    expect(rows.some(({ filesize }) => filesize === 0)).toBe(true);
    expect(new Set(rows.map(({ filesize }) => filesize)).size).toBeGreaterThan(rows.length / 2);
  });

  it("have beside them rows that do not belong in a backup", async () => {
    const rows = await attachments(tenantId, `not coalesce(${inBackup}, false)`);
    const { prepared, ofExport, withoutContainer } = specialAttachments;
    expect(rows.map(({ id }) => id)).toEqual([prepared, ofExport, withoutContainer]);
  });
});
