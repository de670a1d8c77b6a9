import * as z from "zod";
import { findFunction } from "../lambda/find-function.ts";
import type { LocalFunction } from "../lambda/local-function.ts";
import type { OpenTemplate } from "../template/open-template.ts";
import type { FrontDoor, GatewayResponse, GatewayRoute } from "./route.ts";

const partShape = z.looseObject({ ParentId: z.string(), PathPart: z.string(), RestApiId: z.string() });

const methodShape = z.looseObject({
  ResourceId: z.string(),
  HttpMethod: z.string(),
  AuthorizationType: z.string().default("NONE"),
  AuthorizerId: z.string().optional(),
  ApiKeyRequired: z.boolean().default(false),
  Integration: z.looseObject({
    Type: z.string(),
    Uri: z.string().optional(),
    TimeoutInMillis: z.coerce.number().default(29_000),
  }),
});

/** Answers are never kept: an authorizer that says they are to be kept is asked each time all the same. */
const authorizerShape = z.looseObject({ Type: z.literal("REQUEST"), AuthorizerUri: z.string() });

const responseShape = z.looseObject({
  ResponseType: z.string(),
  StatusCode: z.coerce.number().optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.record(z.string(), z.string()).default({}),
});

/** The template's REST API: its routes, and what it answers by itself. Throws for what the gateway cannot carry out. */
export function readFrontDoor(template: OpenTemplate, functions: readonly LocalFunction[]): FrontDoor {
  const apis = template.resources("AWS::ApiGateway::RestApi");
  const [api] = apis;
  if (api === undefined || apis.length > 1)
    throw new Error(`The local gateway serves one REST API, not ${apis.length}.`);
  const { reference: apiId, attributes } = template.identityOf(api);
  const stage = template.resources("AWS::ApiGateway::Stage")[0];
  const compressedBytesMin = z.coerce.number().optional().parse(api.properties["MinimumCompressionSize"]);
  return {
    apiId,
    stage: stage === undefined ? "prod" : template.identityOf(stage).reference,
    binaryMediaTypes: z.array(z.string()).default([]).parse(api.properties["BinaryMediaTypes"]),
    ...(compressedBytesMin === undefined ? {} : { compressedBytesMin }),
    routes: readRoutes(template, functions, attributes["RootResourceId"] ?? ""),
    responses: template.resources("AWS::ApiGateway::GatewayResponse").map(({ properties }) => readResponse(properties)),
  };
}

function readRoutes(template: OpenTemplate, functions: readonly LocalFunction[], rootId: string): GatewayRoute[] {
  const parts = new Map(
    template
      .resources("AWS::ApiGateway::Resource")
      .map((resource) => [template.identityOf(resource).reference, partShape.parse(resource.properties)]),
  );
  const pathOf = (id: string): string => {
    if (id === rootId) return "";
    const part = parts.get(id);
    if (part === undefined) throw new Error(`The template has no API resource ${id}.`);
    return `${pathOf(part.ParentId)}/${part.PathPart}`;
  };
  const authorizers = new Map(
    template.resources("AWS::ApiGateway::Authorizer").map((resource) => {
      const { AuthorizerUri } = authorizerShape.parse(resource.properties);
      return [template.identityOf(resource).reference, findFunction(functions, functionArnIn(AuthorizerUri))];
    }),
  );
  return template.resources("AWS::ApiGateway::Method").map(({ properties }) => {
    const { HttpMethod, ResourceId, Integration, AuthorizationType, AuthorizerId, ApiKeyRequired } =
      methodShape.parse(properties);
    const resource = pathOf(ResourceId) || "/";
    const authorizer = authorizers.get(AuthorizerId ?? "");
    if (Integration.Type !== "AWS_PROXY") {
      throw new Error(`${HttpMethod} ${resource}: the local gateway has no integration of type ${Integration.Type}.`);
    }
    const isIam = AuthorizationType === "AWS_IAM";
    if (ApiKeyRequired || (AuthorizationType !== "NONE" && !isIam && authorizer === undefined)) {
      throw new Error(
        `${HttpMethod} ${resource}: the local gateway has no authorization of type ${AuthorizationType}.`,
      );
    }
    return {
      method: HttpMethod,
      resource,
      function: findFunction(functions, functionArnIn(Integration.Uri ?? "")),
      timeoutMs: Integration.TimeoutInMillis,
      ...(authorizer === undefined ? {} : { authorizer }),
      ...(isIam ? { isIam } : {}),
    };
  });
}

/** `arn:aws:apigateway:…/functions/<ARN>/invocations` */
function functionArnIn(uri: string): string {
  const [, arn] = /\/functions\/(arn:[^/]+)\/invocations$/.exec(uri) ?? [];
  if (arn === undefined) throw new Error(`${uri} is no function's address for API Gateway.`);
  return arn;
}

/** Only fixed header values, in quotation marks, are carried out; what is copied from a request is left away. */
function readResponse(properties: Readonly<Record<string, unknown>>): GatewayResponse {
  const { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } = responseShape.parse(properties);
  const headers = Object.entries(ResponseParameters).flatMap(([name, value]): [string, string][] => {
    const [, fixed] = /^'(.*)'$/.exec(value) ?? [];
    return fixed === undefined ? [] : [[name.replace(/^gatewayresponse\.header\./, ""), fixed]];
  });
  return { type: ResponseType, status: StatusCode, headers: Object.fromEntries(headers), templates: ResponseTemplates };
}
