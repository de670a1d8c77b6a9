import type { Doer } from "../domain/history/history-change.ts";
import type { Call } from "./call.ts";

/** Who asks for a change, as the domain wants to know it. */
export const doerOf = <Input>({ tenant, caller, origin }: Call<Input>): Doer => ({
  tenant,
  user: caller.user,
  origin,
  ...(caller.via === "api-key" ? { apiKeyId: caller.apiKeyId } : {}),
});
