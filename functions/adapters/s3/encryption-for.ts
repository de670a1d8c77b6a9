/** How a new object is encrypted: under a KMS key, bound to whom it belongs to. Empty without a key: the bucket's way. */
export function encryptionFor(
  kmsKeyId: string | undefined,
  owner: { readonly tenantId: string; readonly backupId: string } | undefined,
): { ServerSideEncryption?: "aws:kms"; SSEKMSKeyId?: string; SSEKMSEncryptionContext?: string } {
  if (kmsKeyId === undefined) return {};
  const context = owner === undefined ? {} : { tenantId: owner.tenantId, backupId: owner.backupId };
  return {
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: kmsKeyId,
    ...(owner === undefined
      ? {}
      : { SSEKMSEncryptionContext: Buffer.from(JSON.stringify(context)).toString("base64") }),
  };
}

/** Every key of ours begins with `t/<tenant>/b/<backup>/`. */
export function ownerOf(key: string): { tenantId: string; backupId: string } | undefined {
  const [t, tenantId, b, backupId, rest] = key.split("/", 5);
  if (t !== "t" || b !== "b" || !tenantId || !backupId || rest === undefined) return undefined;
  return { tenantId, backupId };
}
