import * as z from "zod";

const resourceShape = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});

/** What of a CloudFormation template is read; other sections (rules, mappings, …) are refused by `readAssembly`. */
export const templateShape = z.object({
  Resources: z.record(z.string(), resourceShape).default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .default({}),
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
});

type Template = z.infer<typeof templateShape>;

/** One stack of the assembly, and where its assets lie. */
export interface Stack {
  readonly name: string;
  readonly template: Template;
  /** File assets: the key in the asset bucket → the directory or file on this machine. */
  readonly fileAssets: ReadonlyMap<string, string>;
  /** Image assets: the tag → the directory with the Dockerfile. */
  readonly imageAssets: ReadonlyMap<string, string>;
}

/** A resource of a template, with every intrinsic function in its properties worked out. */
export interface Resource {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}
