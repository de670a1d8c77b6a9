import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { type Stack, templateShape } from "./template.ts";

const manifestShape = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .looseObject({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          file: z.string().optional(),
          directoryName: z.string().optional(),
        })
        .optional(),
    }),
  ),
});

const assetsShape = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
  dockerImages: z
    .record(
      z.string(),
      z.object({
        source: z.object({ directory: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ imageTag: z.string() })),
      }),
    )
    .default({}),
});

/** The stacks of a synthesised cloud assembly, stages (nested assemblies) included. */
export function readAssembly(directory: string): Stack[] {
  const { artifacts } = manifestShape.parse(readJson(join(directory, "manifest.json")));
  return Object.entries(artifacts).flatMap(([id, { type, properties }]): Stack[] => {
    if (type === "cdk:cloud-assembly") return readAssembly(join(directory, properties?.directoryName ?? id));
    if (type !== "aws:cloudformation:stack" || properties?.templateFile === undefined) return [];
    const template = templateShape.parse(readJson(join(directory, properties.templateFile)));
    const assets = readAssets(directory, artifacts[`${id}.assets`]?.properties?.file);
    return [{ name: properties.stackName ?? id, template, ...assets }];
  });
}

function readAssets(directory: string, file: string | undefined): Pick<Stack, "fileAssets" | "imageAssets"> {
  const fileAssets = new Map<string, string>();
  const imageAssets = new Map<string, string>();
  if (file === undefined) return { fileAssets, imageAssets };
  const { files, dockerImages } = assetsShape.parse(readJson(join(directory, file)));
  for (const { source, destinations } of Object.values(files)) {
    for (const { objectKey } of Object.values(destinations)) {
      if (source.path !== undefined) fileAssets.set(objectKey, resolve(directory, source.path));
    }
  }
  for (const { source, destinations } of Object.values(dockerImages)) {
    for (const { imageTag } of Object.values(destinations)) {
      if (source.directory !== undefined) imageAssets.set(imageTag, resolve(directory, source.directory));
    }
  }
  return { fileAssets, imageAssets };
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
