import { expect, it } from "vitest";
import { networkOf } from "../../../functions/domain/session/network-of.ts";

it.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::1", "2001:db8:1:2::/64"],
  ["::1", "::/64"],
  ["fe80::1%eth0", "fe80::/64"],
  ["internal", "internal"],
  ["", ""],
])("tries from %j count for %j", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
