import type { DownloadWish } from "../domain/download/download-wish.ts";
import { Failure } from "../domain/failure.ts";
import type { Call } from "../http/call.ts";

/** What a person who is signed in asks for. An API key is no person. */
export const wishOf = <Input>({
  tenant,
  caller,
  path,
  origin,
}: Pick<Call<Input>, "tenant" | "caller" | "path" | "origin">): DownloadWish => {
  if (caller.via !== "session") throw new Failure("unauthenticated");
  return { tenant, user: caller.user, session: caller.session, backupId: path["backupId"] ?? "", origin };
};
