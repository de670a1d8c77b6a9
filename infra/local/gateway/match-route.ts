import type { GatewayRoute } from "./route.ts";

export interface Match {
  readonly route: GatewayRoute;
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

/** The route for a request. A literal segment wins over `{name}`, that over `{name+}`; the method itself over `ANY`. */
export function matchRoute(routes: readonly GatewayRoute[], method: string, path: string): Match | undefined {
  const segments = segmentsOf(path);
  const candidates = routes
    .filter((route) => route.method === method || route.method === "ANY")
    .filter((route) => fits(segmentsOf(route.resource), segments))
    .sort((a, b) => rank(a).localeCompare(rank(b)));
  const [route] = candidates;
  if (route === undefined) return undefined;
  return { route, pathParameters: parametersOf(segmentsOf(route.resource), segments) };
}

/** A trailing slash means nothing to API Gateway. */
const segmentsOf = (path: string) => path.replace(/^\//, "").replace(/\/$/, "").split("/");

const isGreedy = (segment: string) => segment.startsWith("{") && segment.endsWith("+}");
const isParameter = (segment: string) => segment.startsWith("{") && segment.endsWith("}");

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  const isOpen = isGreedy(pattern.at(-1) ?? "");
  if (isOpen ? segments.length < pattern.length : segments.length !== pattern.length) return false;
  return pattern.every((part, index) => (isParameter(part) ? segments[index] !== "" : part === segments[index]));
}

function rank({ resource, method }: GatewayRoute): string {
  const kinds = segmentsOf(resource).map((segment) => (isGreedy(segment) ? "2" : isParameter(segment) ? "1" : "0"));
  return `${kinds.join("")}${method === "ANY" ? "1" : "0"}`;
}

function parametersOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (isGreedy(part)) parameters[part.slice(1, -2)] = decode(segments.slice(index).join("/"));
    else if (isParameter(part)) parameters[part.slice(1, -1)] = decode(segments[index] ?? "");
  }
  return Object.keys(parameters).length === 0 ? null : parameters;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Not percent-encoding at all: as it came.
  }
}
