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

/** Every key of a backup begins with `t/<tenant>/b/<backup>/`. */
export function ownerOf(key: string): { tenantId: string; backupId: string } | undefined {
  const [t, tenantId, b, backupId, rest] = key.split("/", 5);
  if (t !== "t" || b !== "b" || !tenantId || !backupId || rest === undefined) return undefined;
  return { tenantId, backupId };
}
