import type middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { Failure, failureRow } from "../domain/failure.ts";
import type { Log } from "../domain/ports.ts";

/** One line per request: which route, how it was answered. Never a body, a query, a credential or an answer's address. */
export const logCalls = (log: Log): middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> => ({
  after: ({ event, response }) => {
    log.info("answered", { ...route(event), status: response?.statusCode ?? 0 });
  },
  onError: ({ event, error }) => {
    if (error instanceof Failure && failureRow(error.code).status < 500) {
      log.info("refused", { ...route(event), code: error.code, status: failureRow(error.code).status });
    } else log.error("failed", route(event), error);
  },
});

const route = (event: APIGatewayProxyEvent) => ({
  method: event.httpMethod,
  route: event.resource,
  requestId: event.requestContext.requestId,
});
