import { describe, expect, it } from "vitest";
import { isAllowedAddress } from "../../../../functions/adapters/openid/allowed-address.ts";

const PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"];

const NOT_VISITED = [
  ["private", "10.0.0.1"],
  ["private", "172.16.0.1"],
  ["private", "172.31.255.255"],
  ["private", "192.168.1.1"],
  ["of a carrier", "100.64.0.1"],
  ["of a carrier", "100.127.255.254"],
  ["metadata of the cloud", "169.254.169.254"],
  ["metadata of containers", "169.254.170.2"],
  ["metadata of the cloud, in IPv6", "fd00:ec2::254"],
  ["the link’s", "fe80::1"],
  ["the link’s, with its zone", "fe80::1%eth0"],
  ["of the site", "fec0::1"],
  ["unique local", "fc00::1"],
  ["nobody’s", "0.0.0.0"],
  ["nobody’s", "0.1.2.3"],
  ["nobody’s", "::"],
  ["everybody’s", "255.255.255.255"],
  ["many’s", "224.0.0.1"],
  ["many’s", "ff02::1"],
  ["reserved", "192.0.2.1"],
  ["reserved", "198.18.0.1"],
  ["reserved", "240.0.0.1"],
  ["reserved", "2001:db8::1"],
  ["private, mapped", "::ffff:10.0.0.1"],
  ["metadata, mapped", "::ffff:a9fe:a9fe"],
  ["private, in the oldest form", "::10.0.0.1"],
  ["public, in the oldest form", "::8.8.8.8"],
  ["translated", "64:ff9b::a9fe:a9fe"],
  ["translated locally", "64:ff9b:1::1"],
  ["tunnelled (6to4)", "2002:a9fe:a9fe::1"],
  ["tunnelled (Teredo)", "2001:0:53aa:64c::1"],
  ["no address", "localhost"],
  ["no address", "127.1"],
  ["no address", "0x7f000001"],
  ["no address", ""],
] as const;

const LOOPBACK = ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"];

describe("an address", () => {
  it.each(PUBLIC)("that is public is visited: %s", (address) => {
    expect(isAllowedAddress(address, false)).toBe(true);
  });

  it.each(NOT_VISITED)("that is %s is not visited, whatever is allowed: %s", (_, address) => {
    expect(isAllowedAddress(address, false)).toBe(false);
    expect(isAllowedAddress(address, true)).toBe(false);
  });

  it.each(LOOPBACK)("of this machine is visited where that is allowed alone: %s", (address) => {
    expect(isAllowedAddress(address, false)).toBe(false);
    expect(isAllowedAddress(address, true)).toBe(true);
  });
});
