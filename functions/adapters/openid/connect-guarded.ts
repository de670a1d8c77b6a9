import { lookup as resolve } from "node:dns";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import { Failure } from "../../domain/failure.ts";
import { isAllowedAddress } from "./allowed-address.ts";

export interface GuardDeps {
  readonly isLoopbackAllowed: boolean;
  /** The system's resolver, unless told. */
  readonly lookup?: LookupFunction;
}

/**
 * A connection to an address that may be visited. A name with any address that may not is not even knocked at; and what
 * counts is the address that the connection has, looked at before a byte is sent: an answer of the resolver that changes
 * between look and visit changes nothing. Throws `identity-provider-unavailable`, and the system's own errors.
 */
export function connectGuarded({ hostname, port, protocol }: URL, deps: GuardDeps, signal: AbortSignal) {
  const host = hostname.replace(/^\[|\]$/gu, "");
  if (isIP(host) !== 0 && !isAllowedAddress(host, deps.isLoopbackAllowed))
    return Promise.reject(notVisited(host, host));
  return new Promise<Socket>((succeed, fail) => {
    const socket = connect({
      host,
      port: Number(port || (protocol === "https:" ? 443 : 80)),
      lookup: guardedLookup(deps),
      signal,
    });
    socket.once("error", fail);
    socket.once("connect", () => {
      const address = socket.remoteAddress ?? "";
      if (isAllowedAddress(address, deps.isLoopbackAllowed)) return succeed(socket);
      socket.destroy();
      fail(notVisited(host, address));
    });
  });
}

const guardedLookup =
  ({ isLoopbackAllowed, lookup = resolve }: GuardDeps): LookupFunction =>
  (hostname, options, answer) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, []);
      const addresses = typeof found === "string" ? [{ address: found, family: isIP(found) }] : found;
      const wrong = addresses.find(({ address }) => !isAllowedAddress(address, isLoopbackAllowed));
      if (wrong) return answer(notVisited(hostname, wrong.address), []);
      const [first] = addresses;
      return options.all ? answer(null, addresses) : answer(null, first?.address ?? "", first?.family);
    });

const notVisited = (host: string, address: string): Failure =>
  new Failure("identity-provider-unavailable", { reason: "an address that is not visited", host, address });
