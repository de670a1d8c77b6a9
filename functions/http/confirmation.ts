import * as z from "zod/mini";

/** What a person types to prove themselves once more. Which of it is required is worked out from the user's state. */
export const typedFactors = {
  password: z.string().check(z.minLength(1), z.maxLength(1024)),
  code: z.optional(z.string().check(z.maxLength(16))),
};

export const confirmationShape = z.strictObject(typedFactors);
