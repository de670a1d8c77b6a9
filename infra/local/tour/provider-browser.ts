import { ask, type Reply } from "./ask.ts";

/** A browser at an identity provider: it keeps cookies and follows what it is told, up to a way back. */
export interface ProviderBrowser {
  /**
   * From the address that Coffer gave, as somebody who picks `subject` where they are asked, to the address that the
   * provider sends back to. Whoever is signed in there is asked only if the provider asks.
   */
  walk(address: string, subject: string): Promise<URL>;
  /** How often the provider asked who it is. */
  readonly askedCount: number;
}

const stepsMax = 10;

export function providerBrowser(): ProviderBrowser {
  const cookies = new Map<string, string>();
  let askedCount = 0;

  async function visit(method: "GET" | "POST", url: string, body?: string): Promise<Reply> {
    const headers = {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    };
    const reply = await ask({ method, url, headers, ...(body === undefined ? {} : { body }) });
    for (const cookie of reply.headers["set-cookie"] ?? []) {
      const [name = "", value = ""] = cookie.split(";")[0]?.split("=", 2) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return reply;
  }

  return {
    get askedCount() {
      return askedCount;
    },
    async walk(address, subject) {
      const provider = new URL(address).origin;
      let url = new URL(address);
      for (let step = 0; step < stepsMax; step += 1) {
        if (url.origin !== provider) return url;
        let reply = await visit("GET", url.href);
        if (reply.status === 200) {
          askedCount += 1;
          reply = await visit("POST", url.href, new URLSearchParams({ subject }).toString());
        }
        const { location } = reply.headers;
        if (location === undefined) throw new Error(`${url.href} answered ${reply.status}: ${reply.text}`);
        url = new URL(location, url);
      }
      throw new Error(`${provider} sends round in circles.`);
    },
  };
}
