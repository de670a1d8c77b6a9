import * as z from "zod";
import { OPERATIONS } from "../../functions/openapi/operations.ts";
import { ANSWER_SCHEMAS } from "../../functions/openapi/schemas.ts";

interface AnyAnswer {
  readonly status: number;
  readonly body: unknown;
}

const schemas = new Map<string, z.core.$ZodType>(Object.entries(ANSWER_SCHEMAS));

/** Throws unless the answer is one that the API's description promises for the route (`GET /api/v3/…`). */
export function mustBeDocumented(route: string, { status, body }: AnyAnswer): void {
  const operation = new Map(Object.entries(OPERATIONS)).get(route);
  if (!operation) throw new Error(`${route} is not described`);
  if (status >= 400) {
    z.parse(ANSWER_SCHEMAS.Error, body);
    return;
  }
  const shape = schemas.get(operation.answer ?? "");
  if (shape) z.parse(shape, body);
  else if (body !== undefined) throw new Error(`${route} answers with a body that is not described`);
  if (status !== operation.status) throw new Error(`${route} answered ${status}, not ${operation.status}`);
}
