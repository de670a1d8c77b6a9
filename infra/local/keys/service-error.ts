/** A refusal by one of the services here; each renders it in its own protocol. */
export interface ServiceError extends Error {
  readonly code: string;
  readonly statusCode: number;
}

export function serviceError(code: string, message: string, statusCode = 400): ServiceError {
  return Object.assign(new Error(message), { code, statusCode });
}

export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && "statusCode" in error;
}

export type Fields = Readonly<Record<string, unknown>>;

/** @throws ServiceError ValidationException when there is no such text */
export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === "string" && value !== "") return value;
  throw serviceError("ValidationException", `${name} must be given`);
}

export function optionalTextIn(fields: Fields, name: string): string | undefined {
  return fields[name] === undefined ? undefined : textIn(fields, name);
}
