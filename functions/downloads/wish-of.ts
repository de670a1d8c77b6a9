import type { DownloadWish } from "../domain/download/download-wish.ts";
import type { Call } from "../http/call.ts";
import { signedInOf } from "../http/signed-in-of.ts";

/** What a person who is signed in asks for. An API key is no person. */
export const wishOf = <Input>({
  tenant,
  caller,
  path,
  origin,
}: Pick<Call<Input>, "tenant" | "caller" | "path" | "origin">): DownloadWish => {
  return { ...signedInOf({ tenant, caller, origin }), backupId: path["backupId"] ?? "" };
};
