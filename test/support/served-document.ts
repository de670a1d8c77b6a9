import * as z from "zod";
import type { Reply } from "../../infra/local/tour/ask.ts";

const refShape = z.object({ $ref: z.string().startsWith("#/components/schemas/") });
const contentShape = z.record(z.string(), z.object({ schema: refShape }));
const responseShape = z.object({ description: z.string(), content: contentShape.optional() });
const operationShape = z.object({ responses: z.record(z.string(), responseShape) });
const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

/** The API's description as it is served: what answers are held to that came over HTTP. */
export function servedDocument(text: string) {
  const document = documentShape.parse(JSON.parse(text));

  return {
    routes: Object.keys(document.paths),
    /** Throws unless the document promises this answer for the path, which is given as the document has it. */
    hold(method: string, path: string, { status, headers, text: body }: Reply): void {
      const operation = document.paths[path]?.[method.toLowerCase()];
      const response = operation?.responses[String(status)];
      if (!response) throw new Error(`${method} ${path} does not promise ${status}: ${body}`);
      const type = headers["content-type"]?.split(";")[0];
      const ref = response.content?.[type ?? ""]?.schema.$ref;
      if (ref === undefined) {
        if (response.content || body !== "") throw new Error(`${method} ${path} does not promise ${type}: ${body}`);
        return;
      }
      const schema = document.components.schemas[ref.split("/").at(-1) ?? ""];
      if (!schema) throw new Error(`${ref} is not in the document`);
      const read = z.fromJSONSchema(schema).safeParse(JSON.parse(body));
      if (!read.success) throw new Error(`${method} ${path}: ${z.prettifyError(read.error)}\n${body}`);
    },
  };
}
