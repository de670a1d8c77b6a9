import type { APIGatewayProxyResult } from "aws-lambda";
import { renderHal } from "../http/answer.ts";
import { API_VERSION } from "./api-version.ts";
import { describeApi } from "./describe-api.ts";

const ANSWER = renderHal(200, describeApi(API_VERSION), { "content-type": "application/json; charset=utf-8" });

/** `GET /api/v3/openapi.json`: the same for everybody, whatever the host name. */
export const handler = async (): Promise<APIGatewayProxyResult> => ANSWER;
