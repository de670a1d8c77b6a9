import type { LocalFunction } from "./local-function.ts";

/** The function that a name, an ARN, or either with a version or alias behind it leads to. */
export function findFunction(functions: readonly LocalFunction[], nameOrArn: string): LocalFunction {
  const found = functions.find(({ spec }) =>
    [spec.functionName, spec.arn].some((id) => nameOrArn === id || nameOrArn.startsWith(`${id}:`)),
  );
  if (found === undefined) throw new Error(`The template has no function ${nameOrArn}.`);
  return found;
}
