import * as z from "zod/mini";
import { backupPath, linkShape } from "./wire.ts";

export const supportRequestAnswerShape = z.strictObject({
  _type: z.literal("SupportRequest"),
  _links: z.strictObject({ backup: linkShape }),
});

export const renderSupportRequest = (backupId: string): z.infer<typeof supportRequestAnswerShape> => ({
  _type: "SupportRequest",
  _links: { backup: { href: backupPath(backupId) } },
});
