import type { Tenant } from "../tenant/tenant.ts";

/** An attachment as the store has it. */
export interface StoredAttachment {
  /** Key in the tenant's bucket. */
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
}

/** The tenant's attachment store; it is only ever read. Throws `attachments-unavailable` when it cannot be. */
export interface AttachmentSource {
  /** Every object under `uploads/attachment/file/`, in the store's order. */
  list(tenant: Tenant): AsyncIterable<StoredAttachment>;
  /**
   * Bytes `first` to `last`, both included, of the object as it was listed. Throws `source-changed` when its ETag is
   * another by now or it is gone.
   */
  read(
    tenant: Tenant,
    object: { readonly key: string; readonly etag: string },
    first: number,
    last: number,
  ): AsyncIterable<Uint8Array>;
}
