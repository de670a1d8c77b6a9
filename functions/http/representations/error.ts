import * as z from "zod/mini";

export const errorShape = z.strictObject({
  _type: z.literal("Error"),
  errorIdentifier: z.string().check(z.regex(/^urn:openproject-org:api:v3:errors:\w+$/u)),
  message: z.string(),
  /** What the caller can mend: the member that is wrong, a time, a state. */
  _embedded: z.exactOptional(z.strictObject({ details: z.record(z.string(), z.unknown()) })),
});
