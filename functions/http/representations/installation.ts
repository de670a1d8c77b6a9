import * as z from "zod/mini";
import type { Tenant } from "../../domain/tenant/tenant.ts";
import { linkShape } from "./wire.ts";

export const installationShape = z.strictObject({
  _type: z.literal("Installation"),
  title: z.string(),
  /** People can sign in by an identity provider. */
  singleSignOn: z.boolean(),
  _links: z.strictObject({ self: linkShape }),
});

export const renderInstallation = ({ title, signOn }: Tenant): z.infer<typeof installationShape> => ({
  _type: "Installation",
  title,
  singleSignOn: signOn !== undefined,
  _links: { self: { href: "/api/v3/installation" } },
});
