import { words } from "../words.ts";

/** Why something did not work, in words for people. Status 0: no answer came. */
export interface Problem {
  readonly status: number;
  readonly message: string;
  /** From when on it is worth trying again, in milliseconds, where the service says so. */
  readonly retryAt?: number;
  readonly details: Readonly<Record<string, unknown>>;
}

export type Answer<Body> = { readonly body: Body } | { readonly problem: Problem };

/** What the API can only say of its own members, in words for what people fill in. */
const WRONG: Readonly<Record<string, string>> = words.problem.wrong;

type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** Told on the document when an answer may mean that nobody is signed in any more; a refused proof looks the same. */
export const UNAUTHENTICATED = "coffer:unauthenticated";

/** Whose 401 says what was asked, and nothing new. */
const EXPECTED = new Set(["POST /api/v3/sessions", "GET /api/v3/sessions/current"]);

/** One call of the API. Resolves in any case: what went wrong is part of the answer. */
export async function call<Body>(
  method: Method,
  path: string,
  content?: object,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer<Body>> {
  const type: Readonly<Record<string, string>> = content === undefined ? {} : { "content-type": "application/json" };
  const headers = { accept: "application/hal+json", "x-requested-with": "Coffer", ...type, ...more };
  try {
    const sent = content === undefined ? {} : { body: JSON.stringify(content) };
    const response = await fetch(path, { method, headers, cache: "no-store", ...sent });
    const text = await response.text();
    const body = text === "" ? undefined : JSON.parse(text);
    if (response.ok) return { body };
    if (response.status === 401 && !EXPECTED.has(`${method} ${path}`))
      document.dispatchEvent(new Event(UNAUTHENTICATED));
    return { problem: problemOf(response, body) };
  } catch {
    // No connection, or an answer that is not the API's: a proxy's page, say.
    return { problem: { status: 0, message: words.problem.noAnswer, details: {} } };
  }
}

function problemOf(
  response: Response,
  body: { message?: string; _embedded?: { details?: object } } | undefined,
): Problem {
  const seconds = Number(response.headers.get("retry-after"));
  const details: Problem["details"] = { ...body?._embedded?.details };
  return {
    status: response.status,
    message: WRONG[String(details["attribute"])] ?? body?.message ?? words.problem.noAnswer,
    ...(seconds > 0 ? { retryAt: Date.now() + seconds * 1000 } : {}),
    details,
  };
}
