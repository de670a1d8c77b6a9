import { Failure } from "../../domain/failure.ts";
import { s3Failure } from "./s3-failure.ts";

/** The answer to a call, its errors turned into failures. */
export async function mapped<Answer>(sent: Promise<Answer>): Promise<Answer> {
  try {
    return await sent;
  } catch (error) {
    throw s3Failure(error);
  }
}

/** A member that S3 always answers with. */
export function told<Value>(value: Value | undefined, member: string): Value {
  if (value === undefined) throw new Failure("store-refused", { reason: "the answer lacks a member", member });
  return value;
}
