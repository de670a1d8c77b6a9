import type { Proof } from "../api/wire.ts";
import { useUp } from "../session/errand.ts";
import type { Fields } from "./action-form.tsx";

/** What somebody brought in the fields of a form. */
export function proofIn(fields: Fields): Proof {
  const way = fields("way");
  if (way === "wait") return { wait: true };
  if (way === "provider") {
    useUp();
    return { singleSignOn: true };
  }
  const password = fields("password");
  const code = fields("code").replaceAll(" ", "");
  return { ...(password === "" ? {} : { password }), ...(code === "" ? {} : { code }) };
}
