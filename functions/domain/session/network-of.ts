import ipaddr from "ipaddr.js";

/**
 * What tries are counted by: an IPv4 address, or the /64 network of an IPv6 address, which is what one household is given
 * and may draw a fresh address from for every try. What is no address is counted as it is.
 */
export const networkOf = (address: string): string => {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = new ipaddr.IPv6([...parsed.toByteArray().slice(0, 8), ...Array.from({ length: 8 }, () => 0)]);
  return `${network.toString()}/64`;
};
