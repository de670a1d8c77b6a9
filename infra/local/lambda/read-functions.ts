import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { OpenTemplate } from "../template/open-template.ts";
import type { Resource } from "../template/template.ts";
import { type FunctionSurroundings, functionEnvironment } from "./function-environment.ts";
import type { FunctionSpec } from "./local-function.ts";

const functionShape = z.looseObject({
  Code: z.looseObject({ S3Key: z.string().optional(), ImageUri: z.string().optional() }),
  Handler: z.string().optional(),
  ImageConfig: z.looseObject({ Command: z.array(z.string()).optional() }).optional(),
  MemorySize: z.coerce.number().default(128),
  Timeout: z.coerce.number().default(3),
  ReservedConcurrentExecutions: z.coerce.number().optional(),
  Role: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  Layers: z.array(z.never(), "layers are not carried out locally").optional(),
});

export interface ReadFunctionsOptions extends FunctionSurroundings {
  readonly logDirectory: string;
  readonly concurrencyMax: number;
  readonly isVerbose: boolean;
  /** Variables that lead to what an image brings along; on this machine it lies elsewhere. */
  readonly imageVariables: Readonly<Record<string, string>>;
}

/** The template's functions, each with the environment, bundle, memory and time limit that the template gives it. */
export function readFunctions(template: OpenTemplate, options: ReadFunctionsOptions): FunctionSpec[] {
  const functions = template.resources("AWS::Lambda::Function").map((resource) => {
    const properties = functionShape.parse(resource.properties);
    const { reference: functionName, attributes } = template.identityOf(resource);
    const name = shortName(resource);
    const arn = z.string().parse(attributes["Arn"]);
    const directory = bundleOf(resource, properties.Code);
    return {
      name,
      functionName,
      arn,
      roleArn: properties.Role,
      directory,
      memoryMegabytes: properties.MemorySize,
      timeoutMs: properties.Timeout * 1000,
      concurrencyMax: Math.min(
        options.concurrencyMax,
        properties.ReservedConcurrentExecutions ?? Number.POSITIVE_INFINITY,
      ),
      logFile: join(options.logDirectory, `${name}.log`),
      isVerbose: options.isVerbose,
      environment: functionEnvironment(options, {
        functionName,
        directory,
        memoryMegabytes: properties.MemorySize,
        handler: properties.Handler ?? properties.ImageConfig?.Command?.[0] ?? "index.handler",
        variables: {
          ...properties.Environment?.Variables,
          ...(properties.Code.ImageUri === undefined ? {} : options.imageVariables),
        },
      }),
    };
  });
  const names = functions.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two functions of the template are called ${twice}.`);
  return functions;
}

/**
 * The name of the construct that stands around the function: `coffer-service/worker/Function/Resource` is `worker`. CDK
 * writes that path into the template; without it the logical id has to do.
 */
function shortName({ metadata, logicalId }: Resource): string {
  const path = metadata["aws:cdk:path"];
  if (typeof path !== "string") return logicalId;
  return path.split("/").findLast((id) => id !== "Resource" && id !== "Function" && id !== "Default") ?? logicalId;
}

/** An image's bundle is what its Dockerfile copies: it lies beside it. */
function bundleOf({ stack, logicalId }: Resource, code: z.infer<typeof functionShape>["Code"]): string {
  const tag = code.ImageUri?.split(":").at(-1);
  const directory = tag === undefined ? stack.fileAssets.get(code.S3Key ?? "") : stack.imageAssets.get(tag);
  if (directory === undefined || !existsSync(directory)) {
    throw new Error(`The code of function ${stack.name}/${logicalId} is not in the cloud assembly.`);
  }
  return directory;
}
