import * as z from "zod";

const resourceShape = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

export const templateShape = z.object({
  Resources: z.record(z.string(), resourceShape),
  Outputs: z.record(z.string(), z.unknown()).default({}),
});

export type Template = z.infer<typeof templateShape>;
export type Resource = z.infer<typeof resourceShape> & { readonly id: string };

export const resourcesOf = (template: Template, ...types: readonly string[]): Resource[] =>
  Object.entries(template.Resources)
    .filter(([, { Type }]) => types.includes(Type))
    .map(([id, resource]) => ({ id, ...resource }));

/** The one resource of its type, or the one whose logical id begins so. */
export function resourceOf(template: Template, type: string, idPrefix = ""): Resource {
  const found = resourcesOf(template, type).filter(({ id }) => id.startsWith(idPrefix));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} of ${type} begin with "${idPrefix}"`);
  return only;
}

/** A value with intrinsic functions as one text: `<logicalId>`, `<logicalId.Attribute>`, `<export-name>`. */
export function render(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return String(value);
  const [[name, argument] = ["", undefined]] = Object.entries(value);
  switch (name) {
    case "Ref":
    case "Fn::ImportValue":
    case "Fn::Sub":
      return `<${render(argument)}>`;
    case "Fn::GetAtt":
      return `<${z.array(z.string()).parse(argument).join(".")}>`;
    case "Fn::Join": {
      const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(argument);
      return parts.map((part) => render(part)).join(separator);
    }
    default:
      throw new Error(`Not a text: ${JSON.stringify(value)}`);
  }
}

/** One or many, as IAM writes it. */
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Every name of an intrinsic function that a template uses. */
export function intrinsicsIn(value: unknown): Set<string> {
  if (typeof value !== "object" || value === null) return new Set();
  const own = Object.keys(value).filter((key) => key.startsWith("Fn::"));
  return new Set([...own, ...Object.values(value).flatMap((member) => [...intrinsicsIn(member)])]);
}
