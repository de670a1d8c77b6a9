import * as z from "zod/mini";

/** Where a tenant's logins are kept; whoever writes them there does so by their own rights. */
export const secretPlaceShape = z.strictObject({
  _type: z.literal("SecretPlace"),
  name: z.string(),
  /** Of its client's secret at its identity provider: another function reads that one. */
  signOnName: z.string(),
  kmsKeyArn: z.string(),
});
