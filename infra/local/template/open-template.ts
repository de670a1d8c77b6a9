import { ACCOUNT_ID, REGION } from "./account.ts";
import { type Identity, identify } from "./identify.ts";
import { resolveValue, type Scope } from "./resolve-value.ts";
import type { Resource, Stack } from "./template.ts";

/** The stacks of the system, with every name in them leading to what stands for it on this machine. */
export interface OpenTemplate {
  /** All resources of these types, in the template's order. */
  resources(...types: readonly string[]): Resource[];
  identityOf(resource: Pick<Resource, "stack" | "logicalId">): Identity;
  /** For resources whose service chooses the identity; to be said before anything that refers to them is asked for. */
  setIdentity(resource: Resource, identity: Identity): void;
}

/** Types whose identity must be set before it is asked for. */
const chosenByService = new Set(["AWS::KMS::Key", "AWS::SecretsManager::Secret"]);

export function openTemplate(stacks: readonly Stack[], sqsUrl: string): OpenTemplate {
  const chosen = new Map<string, Identity>();

  const identityOf = (stack: Stack, logicalId: string): Identity => {
    const set = chosen.get(keyOf(stack, logicalId));
    if (set !== undefined) return set;
    const resource = stack.template.Resources[logicalId];
    if (resource === undefined) throw new Error(`Stack ${stack.name} has no resource ${logicalId}.`);
    if (chosenByService.has(resource.Type)) throw new Error(`${stack.name}/${logicalId} is used before it was made.`);
    const nameOf = (property: string) => {
      const name = resolveValue(resource.Properties[property], scopeOf(stack));
      return typeof name === "string" ? name : undefined;
    };
    return identify(stack.name, logicalId, resource.Type, nameOf, sqsUrl);
  };

  const scopeOf = (stack: Stack): Scope => ({
    reference(logicalId) {
      if (logicalId in pseudoParameters) return pseudoParameters[logicalId];
      if (logicalId === "AWS::StackName") return stack.name;
      if (logicalId === "AWS::NoValue") return undefined;
      const parameter = stack.template.Parameters[logicalId];
      if (parameter === undefined) return identityOf(stack, logicalId).reference;
      if (parameter.Default === undefined) throw new Error(`Parameter ${logicalId} of ${stack.name} has no default.`);
      return parameter.Default;
    },
    attribute: (logicalId, name) =>
      identityOf(stack, logicalId).attributes[name] ?? `not-local:${stack.name}/${logicalId}.${name}`,
    imported: (exportName) => imported(exportName),
    condition: (name) => resolveValue(stack.template.Conditions[name] ?? false, scopeOf(stack)) === true,
  });

  const imported = (exportName: string): unknown => {
    for (const stack of stacks) {
      for (const output of Object.values(stack.template.Outputs)) {
        if (output.Export !== undefined && resolveValue(output.Export.Name, scopeOf(stack)) === exportName) {
          return resolveValue(output.Value, scopeOf(stack));
        }
      }
    }
    throw new Error(`No stack exports ${exportName}.`);
  };

  return {
    identityOf: ({ stack, logicalId }) => identityOf(stack, logicalId),
    setIdentity: ({ stack, logicalId }, identity) => void chosen.set(keyOf(stack, logicalId), identity),
    resources: (...types) =>
      stacks.flatMap((stack) =>
        Object.entries(stack.template.Resources)
          .filter(([, { Type }]) => types.includes(Type))
          .filter(([, { Condition }]) => Condition === undefined || scopeOf(stack).condition(Condition))
          .map(([logicalId, { Type: type, Properties, Metadata: metadata }]) => ({
            stack,
            logicalId,
            type,
            metadata,
            properties: Object.fromEntries(
              Object.entries(Properties).map(([name, value]) => [name, resolveValue(value, scopeOf(stack))]),
            ),
          })),
      ),
  };
}

const keyOf = (stack: Stack, logicalId: string) => `${stack.name}/${logicalId}`;

const pseudoParameters: Readonly<Record<string, unknown>> = {
  "AWS::AccountId": ACCOUNT_ID,
  "AWS::Partition": "aws",
  "AWS::Region": REGION,
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::NotificationARNs": [],
};
