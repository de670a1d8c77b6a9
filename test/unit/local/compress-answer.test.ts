import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compressAnswer } from "../../../infra/local/gateway/compress-answer.ts";

const body = Buffer.from("a page ".repeat(100));
const answer = { status: 200, headers: [["Content-Type", "text/html"]] as const, body };

describe("the local gateway", () => {
  it.each(["gzip", "gzip, deflate, br, zstd", "br;q=1.0, GZIP;q=0.8"])(
    "packs a long answer for whoever takes %j",
    (accepted) => {
      const packed = compressAnswer(answer, body.length, accepted);
      expect(packed.headers).toContainEqual(["Content-Encoding", "gzip"]);
      expect(packed.body.length).toBeLessThan(body.length);
      expect(gunzipSync(packed.body).equals(body)).toBe(true);
    },
  );

  it.each([
    ["a shorter one", body.length + 1, "gzip", answer],
    ["any, where the template says nothing", undefined, "gzip", answer],
    ["one for whoever does not take it", body.length, "br, gzip;q=0", answer],
    ["one for whoever says nothing", body.length, "", answer],
    ["one that is packed already", body.length, "gzip", { ...answer, headers: [["content-encoding", "br"]] as const }],
  ] as const)("does not pack %s", (_, bytesMin, accepted, given) => {
    expect(compressAnswer(given, bytesMin, accepted)).toBe(given);
  });
});
