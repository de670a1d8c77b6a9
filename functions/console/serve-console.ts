import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { Failure } from "../domain/failure.ts";
import { renderAnswer } from "../http/answer.ts";
import { renderProblem } from "../http/problem.ts";
import type { Site } from "./site.ts";

/** Nothing of another host, nothing that stands in the page itself, nobody who frames it, and no text that becomes HTML. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const PAGE_HEADERS = {
  "content-security-policy": PAGE_POLICY,
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), clipboard-write=(self)",
};

/** The same for everybody: what a reader may see comes by the API. Files keep their names as long as their bytes. */
export const serveConsole =
  ({ page, assets }: Site) =>
  async ({ pathParameters }: Pick<APIGatewayProxyEvent, "pathParameters">): Promise<APIGatewayProxyResult> => {
    const name = pathParameters?.["file"];
    if (name === undefined) return renderAnswer({ status: 200, page, headers: PAGE_HEADERS });
    const file = Object.hasOwn(assets, name) ? assets[name] : undefined;
    if (!file) return renderProblem(new Failure("not-found"));
    const keeping = file.isForEver ? { "cache-control": "public, max-age=31536000, immutable" } : {};
    // The front door packs what is long for whoever takes that.
    const headers = { "content-type": file.type, vary: "accept-encoding", ...keeping };
    return renderAnswer({ status: 200, page: file.text, headers });
  };
