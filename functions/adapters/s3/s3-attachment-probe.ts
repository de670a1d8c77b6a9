import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { isFailure } from "../../domain/failure.ts";
import type { TenantProbe } from "../../domain/support/check-tenant.ts";
import { s3Failure } from "./s3-failure.ts";

/** Asks the tenant's bucket for one object: is it there, and may the service list it. Reading is the worker's alone. */
export const s3AttachmentProbe = ({ client }: { readonly client: S3Client }): TenantProbe => ({
  async look({ attachments: { bucket, prefix } }) {
    try {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}uploads/`, MaxKeys: 1, EncodingType: "url" }),
      );
      const note = (page.KeyCount ?? 0) > 0 ? {} : { note: "no attachment is there yet" };
      return [{ what: "attachments", isGood: true, ...note }];
    } catch (error) {
      const failure = s3Failure(error);
      if (!isFailure(failure)) throw failure;
      return [{ what: "attachments", isGood: false, missing: [`${bucket}/${prefix}`], note: failure.code }];
    }
  },
});
