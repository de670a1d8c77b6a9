import * as z from "zod/mini";
import { isoTime, timeShape } from "./wire.ts";

/** The one answer that holds the code itself. */
export const madeCollectionCodeShape = z.strictObject({
  _type: z.literal("CollectionCode"),
  code: z.string(),
  endsAt: timeShape,
});

export const renderMadeCollectionCode = (code: string, endsAt: number): z.infer<typeof madeCollectionCodeShape> => ({
  _type: "CollectionCode",
  code,
  endsAt: isoTime(endsAt),
});
