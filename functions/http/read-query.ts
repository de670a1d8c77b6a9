import type { APIGatewayProxyEvent } from "aws-lambda";
import * as z from "zod/mini";
import { Failure } from "../domain/failure.ts";

/**
 * The parameters of a query, by a strict shape of texts. One that comes twice is none: a proxy may look at the other.
 * Throws `constraint-violation`, naming the parameter if it is one of the shape's.
 */
export const readQuery = <Wish>(event: APIGatewayProxyEvent, shape: z.core.$ZodType<Wish>): Wish => {
  const wish: Record<string, string | readonly string[] | undefined> = { ...event.queryStringParameters };
  for (const [name, values = []] of Object.entries(event.multiValueQueryStringParameters ?? {})) {
    if (values.length > 1) wish[name] = values;
  }
  const read = z.safeParse(shape, wish);
  if (read.success) return read.data;
  throw new Failure("constraint-violation", { attribute: read.error.issues[0]?.path.join(".") || "(unknown)" });
};
