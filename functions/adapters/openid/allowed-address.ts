import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * IPv4 in the oldest form of IPv6 (RFC 4291, 2.5.5.1), which the library takes for an ordinary address (`::7f00:1`), or for
 * the IPv4 address in it (`::127.0.0.1`).
 */
const COMPATIBLE: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("::"), 96];

/**
 * May an address be visited? Public ones only: none that is private, this machine's, the link's or the cloud's metadata
 * service, shared by a carrier, reserved, or IPv4 in the clothes of IPv6. `isLoopbackAllowed`: this machine's, too.
 */
export const isAllowedAddress = (address: string, isLoopbackAllowed: boolean): boolean => {
  if (isIP(address) === 0 || /^::\d+\./u.test(address)) return false;
  const parsed = ipaddr.process(address.split("%")[0] ?? "");
  const range = parsed.range();
  if (range === "loopback") return isLoopbackAllowed;
  return range === "unicast" && !(parsed instanceof ipaddr.IPv6 && parsed.match(COMPATIBLE));
};
