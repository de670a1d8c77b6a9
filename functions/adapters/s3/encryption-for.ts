/** How a new object is encrypted: under a KMS key, bound to whom it belongs to. Empty without a key: the bucket's way. */
export function encryptionFor(
  kmsKeyId: string | undefined,
  owner: { readonly tenantId: string; readonly backupId?: string } | undefined,
): { ServerSideEncryption?: "aws:kms"; SSEKMSKeyId?: string; SSEKMSEncryptionContext?: string } {
  if (kmsKeyId === undefined) return {};
  return {
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: kmsKeyId,
    ...(owner === undefined ? {} : { SSEKMSEncryptionContext: Buffer.from(JSON.stringify(owner)).toString("base64") }),
  };
}

/** Whoever a key belongs to: a tenant's backup, or the tenant alone. */
export function ownersOf(key: string): { tenantId: string; backupId?: string } | undefined {
  const [t, tenantId, rest] = key.split("/", 3);
  return ownerOf(key) ?? (t === "t" && tenantId && rest !== undefined ? { tenantId } : undefined);
}

/** Where what is a backup's lies: it itself, and files that were taken out of it. */
const FOLDERS: ReadonlySet<string> = new Set(["b", "extracts"]);

/** Every key of a backup begins with `t/<tenant>/b/<backup>/`, or `extracts` in place of the `b`. */
export function ownerOf(key: string): { tenantId: string; backupId: string } | undefined {
  const [t, tenantId, folder = "", backupId, rest] = key.split("/", 5);
  if (t !== "t" || !FOLDERS.has(folder) || !tenantId || !backupId || rest === undefined) return undefined;
  return { tenantId, backupId };
}
