import { Failure } from "../domain/failure.ts";

/** The user a path names. Throws `not-found` for what is no id of anybody. */
export const userIdOf = (path: Readonly<Record<string, string>>): number => {
  const id = path["userId"] ?? "";
  if (!/^[1-9]\d{0,14}$/u.test(id)) throw new Failure("not-found");
  return Number(id);
};
