import {
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  type Part as ListedPart,
  ListPartsCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
  type UploadPartCopyCommandInput,
} from "@aws-sdk/client-s3";

type Upload = { readonly Bucket: string; readonly Key: string; readonly UploadId: string };

/** A multipart upload as Coffer makes them: CRC-32 of the full object, combined from its parts'. */
export interface ContractUpload {
  readonly id: Upload;
  put(PartNumber: number, Body: Uint8Array): Promise<{ ETag: string; ChecksumCRC32: string | undefined }>;
  copy(
    PartNumber: number,
    CopySource: string,
    more?: Partial<UploadPartCopyCommandInput>,
  ): Promise<{ ETag: string; ChecksumCRC32: string | undefined }>;
  /** Part numbers, ETags, sizes and checksums as listed. */
  list(): Promise<Omit<ListedPart, "LastModified">[]>;
  complete(
    parts: readonly { readonly PartNumber: number; readonly ETag: string }[],
    more?: Partial<CompleteMultipartUploadCommandInput>,
  ): Promise<{ VersionId?: string | undefined; ETag?: string | undefined; ChecksumCRC32?: string | undefined }>;
}

export async function beginUpload(
  client: S3Client,
  Bucket: string,
  Key: string,
  more: Partial<CreateMultipartUploadCommandInput> = {},
): Promise<ContractUpload> {
  const asked = { Bucket, Key, ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT", ...more } as const;
  const { UploadId = "" } = await client.send(new CreateMultipartUploadCommand(asked));
  const id = { Bucket, Key, UploadId };
  return {
    id,
    async put(PartNumber, Body) {
      const { ETag = "", ChecksumCRC32 } = await client.send(new UploadPartCommand({ ...id, PartNumber, Body }));
      return { ETag, ChecksumCRC32 };
    },
    async copy(PartNumber, CopySource, more = {}) {
      const command = new UploadPartCopyCommand({ ...id, PartNumber, CopySource, ...more });
      const { ETag = "", ChecksumCRC32 } = (await client.send(command)).CopyPartResult ?? {};
      return { ETag, ChecksumCRC32 };
    },
    async list() {
      const { Parts } = await client.send(new ListPartsCommand(id));
      return (Parts ?? []).map(({ LastModified: _unused, ...part }) => part);
    },
    complete: (parts, more = {}) =>
      client.send(new CompleteMultipartUploadCommand({ ...id, MultipartUpload: { Parts: [...parts] }, ...more })),
  };
}
