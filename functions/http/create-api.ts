import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { Failure } from "../domain/failure.ts";
import type { Log } from "../domain/ports.ts";
import { ROUTES } from "../routes.ts";
import { renderAnswer } from "./answer.ts";
import type { RouteHandler } from "./handler.ts";
import { logCalls } from "./log-calls.ts";
import { renderProblem } from "./problem.ts";

/** The Lambda of one function: its routes by `METHOD path`, each answered by its handler, failures rendered as problems. */
export const createApi = <Deps extends { readonly log: Log }>(
  deps: Deps,
  handlers: Readonly<Record<string, RouteHandler<Deps>>>,
): middy.MiddyfiedHandler<APIGatewayProxyEvent, APIGatewayProxyResult> => {
  const table = new Map<string, ReturnType<RouteHandler<Deps>>>();
  for (const route of ROUTES) {
    const name = `${route.method} ${route.path}`;
    const handler = handlers[name];
    if (handler) table.set(name, handler(deps, route));
  }
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(logCalls(deps.log))
    .onError((request) => {
      request.response = renderProblem(request.error);
    })
    .handler(async (event: APIGatewayProxyEvent) => {
      const handler = table.get(`${event.httpMethod} ${event.resource}`);
      if (!handler) throw new Failure("not-found");
      return renderAnswer(await handler(event));
    });
};
