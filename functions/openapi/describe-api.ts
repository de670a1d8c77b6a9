import * as z from "zod/mini";
import { type FailureCode, failureRow } from "../domain/failure.ts";
import { ROUTES, type Route, type SignIn } from "../routes.ts";
import type { Operation } from "./operation.ts";
import { OPERATIONS } from "./operations.ts";
import { ANSWER_SCHEMAS, REQUEST_SCHEMAS, type SchemaName } from "./schemas.ts";

type Json = Readonly<Record<string, unknown>>;

/** The API in OpenAPI 3.1, made of the routes and of the shapes that requests and answers go through. */
export const describeApi = (version: string): Json => ({
  openapi: "3.1.1",
  info: {
    title: "Coffer",
    version,
    description:
      "Self-service backups of an OpenProject installation. Changes made with a session carry the header `X-Requested-With: Coffer`.",
  },
  servers: [{ url: "/" }],
  paths: paths(),
  components: {
    schemas: {
      ...mapped(REQUEST_SCHEMAS, (shape) => schemaOf(shape, "input")),
      ...mapped(ANSWER_SCHEMAS, (shape) => schemaOf(shape, "output")),
    },
    securitySchemes: {
      apiKey: { type: "http", scheme: "basic", description: "User name `apikey`, password: the API key" },
      session: { type: "apiKey", in: "cookie", name: "__Host-coffer" },
    },
  },
});

/** What is described: the staff's routes are no business of tenants. */
interface TenantRoute extends Route {
  readonly signIn: Exclude<SignIn, "iam">;
}

const isForTenants = (route: Route): route is TenantRoute => route.signIn !== "iam";

function paths(): Json {
  const operations = new Map<string, Operation>(Object.entries(OPERATIONS));
  const found: Record<string, Record<string, Json>> = {};
  const routes: readonly Route[] = ROUTES;
  for (const route of routes.filter(isForTenants)) {
    const operation = operations.get(`${route.method} ${route.path}`);
    if (operation) (found[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, operation);
  }
  return found;
}

const SECURITY = {
  none: [],
  session: [{ session: [] }],
  "api-key": [{ apiKey: [] }],
  either: [{ apiKey: [] }, { session: [] }],
} as const satisfies Record<TenantRoute["signIn"], readonly Json[]>;

function operationOf(route: TenantRoute, operation: Operation): Json {
  const { summary, body, failures = [] } = operation;
  return {
    summary,
    security: SECURITY[route.signIn],
    parameters: parametersOf(route, operation),
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: refTo(body) } } } } : {}),
    responses: { ...successOf(operation), ...problemsOf([...failures, ...anywhere(route)]) },
  };
}

/** What any route may answer that has a tenant, and one that has a caller. */
const anywhere = ({ signIn, function: name }: Route): readonly FailureCode[] => {
  if (name === "openapi") return [];
  const always: readonly FailureCode[] = ["not-found", "internal", "service-busy", "tenant-database-unavailable"];
  return signIn === "none" ? [...always, "forbidden-origin"] : [...always, "unauthenticated", "forbidden-origin"];
};

function parametersOf({ path }: Route, { query }: Operation): readonly Json[] {
  const ids = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const { properties = {}, required = [] } = query ? z.toJSONSchema(query, { io: "input" }) : {};
  const wishes = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
  return [...ids, ...wishes];
}

function successOf({ status, answer }: Operation): Json {
  const description = status === 204 ? "Done" : status >= 300 ? "Where the bytes are" : "As asked";
  const content = answer ? { content: { "application/hal+json": { schema: refTo(answer) } } } : {};
  const redirect = { description, headers: { Location: { schema: { type: "string", format: "uri" } } } };
  return status >= 300 ? { 302: redirect, 303: redirect } : { [status]: { description, ...content } };
}

/** One response per status; its description says what each of its failures means. */
function problemsOf(codes: readonly FailureCode[]): Json {
  const texts = new Map<number, Set<string>>();
  for (const { status, message } of codes.map(failureRow)) {
    texts.set(status, (texts.get(status) ?? new Set()).add(message));
  }
  return Object.fromEntries(
    [...texts].map(([status, messages]) => [
      status,
      {
        description: [...messages].join(" – "),
        content: { "application/hal+json": { schema: refTo("Error") } },
      },
    ]),
  );
}

const refTo = (name: SchemaName): Json => ({ $ref: `#/components/schemas/${name}` });

function schemaOf(shape: z.core.$ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, override: ({ jsonSchema }) => shorten(jsonSchema) });
  return schema;
}

/** Leaves out what the type or format says already. */
function shorten(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format === "date-time") delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

const mapped = (shapes: Readonly<Record<string, z.core.$ZodType>>, map: (shape: z.core.$ZodType) => Json): Json =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, map(shape)]));
