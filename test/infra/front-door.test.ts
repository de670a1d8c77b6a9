import { expect, test } from "vitest";
import { PAGES, ROUTES } from "../../functions/routes.ts";
import { functionName } from "./privileges.ts";
import { synthesise } from "./synthesise.ts";
import { render, resourceOf, resourcesOf, type Template } from "./template.ts";

const CERTIFICATE = "arn:aws:acm:eu-central-1:111122223333:certificate/1";
const { service } = synthesise();
const open = synthesise({ domainNames: [{ domainName: "*.backup.example", certificateArn: CERTIFICATE }] }).service;

/** `METHOD /path function` of every method. */
function routesOf(template: Template): string[] {
  const parts = new Map(
    resourcesOf(template, "AWS::ApiGateway::Resource").map(({ id, Properties }) => [`<${id}>`, Properties]),
  );
  const pathOf = (id: string): string => {
    const part = parts.get(id);
    return part === undefined ? "" : `${pathOf(render(part["ParentId"]))}/${render(part["PathPart"])}`;
  };
  return resourcesOf(template, "AWS::ApiGateway::Method").map(({ Properties }) => {
    const { Type, Uri } = { Type: "", Uri: "", ...Object(Properties["Integration"]) };
    expect(Type).toBe("AWS_PROXY");
    const target = resourcesOf(template, "AWS::Lambda::Function").find(({ id }) => render(Uri).includes(`<${id}.Arn>`));
    const name = target === undefined ? "nobody" : functionName(target.Properties);
    return `${render(Properties["HttpMethod"])} ${pathOf(render(Properties["ResourceId"])) || "/"} ${name}`;
  });
}

test("every route leads to its function, and there are no others", () => {
  const wanted = [...ROUTES, ...PAGES].map((route) => `${route.method} ${route.path} ${route.function}`);
  expect(routesOf(service).sort()).toEqual(wanted.sort());
});

test("no more than one permission a route lets the API call functions", () => {
  const fromApi = resourcesOf(service, "AWS::Lambda::Permission").filter(
    ({ Properties }) => Properties["Principal"] === "apigateway.amazonaws.com",
  );
  // And one for the challenge in front of them.
  expect(fromApi).toHaveLength(ROUTES.length + PAGES.length + 1);
  for (const { Properties } of fromApi) expect(render(Properties["SourceArn"])).toContain(":execute-api:");
});

test("what is long is packed on its way, and nothing that is as short as an answer with a secret in it", () => {
  const { MinimumCompressionSize, BinaryMediaTypes } = resourceOf(service, "AWS::ApiGateway::RestApi").Properties;
  expect([MinimumCompressionSize, BinaryMediaTypes]).toEqual([16 * 1024, undefined]);
});

test("execution logs are off, throttles on, requests traced", () => {
  expect(resourceOf(service, "AWS::ApiGateway::Stage").Properties).toMatchObject({
    MethodSettings: [
      { DataTraceEnabled: false, LoggingLevel: "OFF", ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    ],
    TracingEnabled: true,
  });
});

test("the access log holds no query string, no header but the user agent, and no body", () => {
  const { Format } = {
    Format: "",
    ...Object(resourceOf(service, "AWS::ApiGateway::Stage").Properties["AccessLogSetting"]),
  };
  const variables = Object.values<string>(JSON.parse(Format));
  expect(variables).toContain("$context.status");
  expect(variables.filter((name) => /query|header|body|authorizer|cookie/i.test(name))).toEqual([]);
});

test("what the front door answers itself looks like every other error, and is not kept", () => {
  const responses = resourcesOf(service, "AWS::ApiGateway::GatewayResponse");
  const types = responses.map(({ Properties }) => Properties["ResponseType"]);
  expect(types).toEqual(expect.arrayContaining(["DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "REQUEST_TOO_LARGE"]));
  for (const { Properties } of responses) {
    const templates = Object.entries<string>(Object(Properties["ResponseTemplates"]));
    expect(templates.map(([type]) => type)).toEqual(["application/hal+json", "application/json"]);
    for (const [, template] of templates) {
      expect(JSON.parse(template)).toEqual({
        _type: "Error",
        errorIdentifier: expect.stringMatching(/^urn:openproject-org:api:v3:errors:\w+$/),
        message: expect.stringMatching(/\.$/),
      });
    }
    expect(Properties["ResponseParameters"]).toMatchObject({
      "gatewayresponse.header.Cache-Control": "'no-store'",
      "gatewayresponse.header.Strict-Transport-Security": "'max-age=63072000; includeSubDomains'",
      "gatewayresponse.header.X-Content-Type-Options": "'nosniff'",
      "gatewayresponse.header.Referrer-Policy": "'no-referrer'",
    });
  }
});

test("an unknown address is a 404 and a missing sign-in names its scheme", () => {
  expect(resourceOf(service, "AWS::ApiGateway::GatewayResponse", "FrontDoorApiMISSING").Properties).toMatchObject({
    StatusCode: "404",
  });
  expect(resourceOf(service, "AWS::ApiGateway::GatewayResponse", "FrontDoorApiUNAUTHORIZED").Properties).toMatchObject({
    StatusCode: "401",
    ResponseParameters: { "gatewayresponse.header.WWW-Authenticate": "'Basic realm=\"OpenProject API\"'" },
  });
});

test("the firewall limits each address, keeps no samples, and lets a password look like an attack", () => {
  const { Properties } = resourceOf(service, "AWS::WAFv2::WebACL");
  expect(Properties).toMatchObject({
    Scope: "REGIONAL",
    VisibilityConfig: { SampledRequestsEnabled: false },
    Rules: expect.arrayContaining([
      expect.objectContaining({
        Name: "rate-per-address",
        Statement: { RateBasedStatement: { AggregateKeyType: "IP", Limit: 1000, EvaluationWindowSec: 300 } },
      }),
    ]),
  });
  expect(JSON.stringify(Properties)).not.toContain('"SampledRequestsEnabled":true');
  expect(JSON.stringify(Properties)).toContain('{"ActionToUse":{"Count":{}},"Name":"CrossSiteScripting_BODY"}');
  expect(resourceOf(service, "AWS::WAFv2::LoggingConfiguration").Properties).toMatchObject({
    RedactedFields: [
      { SingleHeader: { Name: "authorization" } },
      { SingleHeader: { Name: "cookie" } },
      { QueryString: {} },
    ],
  });
});

test("with host names of tenants the API's own address is off, and TLS is at least 1.2", () => {
  expect(resourceOf(service, "AWS::ApiGateway::RestApi").Properties).toMatchObject({
    DisableExecuteApiEndpoint: false,
  });
  expect(resourceOf(open, "AWS::ApiGateway::RestApi").Properties).toMatchObject({
    DisableExecuteApiEndpoint: true,
    EndpointConfiguration: { Types: ["REGIONAL"] },
  });
  expect(resourceOf(open, "AWS::ApiGateway::DomainName").Properties).toMatchObject({
    DomainName: "*.backup.example",
    RegionalCertificateArn: CERTIFICATE,
    SecurityPolicy: "TLS_1_2",
  });
  expect(resourcesOf(open, "AWS::ApiGateway::BasePathMapping")).toHaveLength(1);
});
