import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import { attachmentBodies, contentTypes } from "./attachment-body.ts";
import { type PlannedAttachment, planAttachments } from "./attachment-plan.ts";
import type { DemoTenant } from "./demo-tenant.ts";
import { insertRows, type Row } from "./insert-rows.ts";
import { prose } from "./prose.ts";
import { seededRandom } from "./seeded-random.ts";

/** Puts one object into the tenant's store. */
export type PutObject = (key: string, body: Uint8Array, contentType: string) => Promise<void>;

export interface AttachmentAmounts {
  readonly count: number;
  readonly bigCount: number;
  readonly workPackages: number;
}

const atATime = 8;

/** Attachment rows and their objects, at `<prefix>uploads/attachment/file/<id>/<file>`. */
export async function seedAttachments(
  client: ClientBase,
  tenant: DemoTenant,
  userIds: readonly number[],
  amounts: AttachmentAmounts,
  seed: number,
  store: { readonly prefix: string; readonly putObject: PutObject },
): Promise<void> {
  const random = seededRandom(seed, `${tenant.tenantId} attachments`);
  const planned = planAttachments(tenant.tenantId, amounts, random);
  const bodies = attachmentBodies(random, prose(random));
  for (let first = 0; first < planned.length; first += atATime) {
    const batch = planned.slice(first, first + atATime);
    const rows: Row[] = [];
    const puts: Promise<void>[] = [];
    for (const attachment of batch) {
      const body = await bodies.make(attachment.kind, attachment.bytes);
      const containerId = random.whole(1, amounts.workPackages);
      rows.push(attachmentRow(attachment, body, containerId, random.pick(userIds)));
      if (attachment.object === "missing") continue;
      const stored = attachment.object === "cut" ? body.subarray(0, Math.floor(body.length / 2)) : body;
      const key = `${store.prefix}uploads/attachment/file/${attachment.id}/${attachment.file}`;
      puts.push(store.putObject(key, stored, contentTypes[attachment.kind]));
    }
    await Promise.all(puts);
    await insertRows(client, "attachments", rows);
  }
  await insertRows(client, "exports", [
    { id: 1, type: "WorkPackages::Export", created_at: "2025-02-14T10:00:00Z", updated_at: "2025-02-14T10:00:05Z" },
  ]);
}

/** OpenProject keeps the stored name in `file`; `filename` and `disk_filename` are empty since uploads go by it. */
function attachmentRow(
  { id, file, kind, container, status }: PlannedAttachment,
  body: Uint8Array,
  containerId: number,
  authorId: number,
): Row {
  const isText = kind === "txt" || kind === "md";
  const at = new Date(Date.UTC(2023, 3, 1) + (id % 650) * 86_400_000).toISOString();
  return {
    id,
    container_id: container === "none" ? null : container === "Export" ? 1 : containerId,
    container_type: container === "none" ? null : container,
    filename: "",
    disk_filename: "",
    filesize: body.length,
    content_type: contentTypes[kind],
    digest: status === 1 ? "" : createHash("md5").update(body).digest("hex"),
    downloads: id % 7,
    author_id: authorId,
    created_at: at,
    description: null,
    file,
    fulltext: isText
      ? Buffer.from(body.subarray(0, 8_000))
          .toString("utf8")
          .replace(/\uFFFD+$/u, "")
      : null,
    updated_at: at,
    status,
  };
}
