import { UploadPartCommand, type UploadPartCommandInput } from "@aws-sdk/client-s3";
import { HttpRequest } from "@smithy/core/protocols";
import { encodeCrc32 } from "./crc32-text.ts";

type PartOfBytes = Pick<UploadPartCommandInput, "Bucket" | "Key" | "UploadId" | "PartNumber">;

/**
 * The upload of a part whose bytes are here. Its CRC-32 is signed with the other headers and checked by the store. Over TLS,
 * which vouches for them on the way, the bytes themselves are not signed: that would cost as much as all that is computed of
 * them besides. Over a connection in clear they are: whoever stands in it can make other bytes of the same CRC-32.
 */
export function uploadPart(place: PartOfBytes, bytes: Uint8Array, crc32: number): UploadPartCommand {
  const command = new UploadPartCommand({ ...place, Body: bytes, ChecksumCRC32: encodeCrc32(crc32) });
  command.middlewareStack.add(
    (next) => (call) => {
      const { request } = call;
      if (HttpRequest.isInstance(request) && request.protocol === "https:") {
        request.headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
      }
      return next(call);
    },
    { step: "build", name: "leaveBodyToTls" },
  );
  return command;
}
