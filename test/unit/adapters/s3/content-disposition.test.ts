import { describe, expect, it } from "vitest";
import { attachmentDisposition } from "../../../../functions/adapters/s3/content-disposition.ts";

describe("a file's name in a header", () => {
  it.each([
    ["acme.zip", `attachment; filename="acme.zip"; filename*=UTF-8''acme.zip`],
    ["a b.zip", `attachment; filename="a b.zip"; filename*=UTF-8''a%20b.zip`],
    ['"; x=y', `attachment; filename="_; x=y"; filename*=UTF-8''%22%3B%20x%3Dy`],
    ["a\r\nset-cookie: x", `attachment; filename="a__set-cookie: x"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20x`],
    ["it's (1)*!.zip", `attachment; filename="it's (1)*!.zip"; filename*=UTF-8''it%27s%20%281%29%2A%21.zip`],
    ["📎\ud800.zip", `attachment; filename="__.zip"; filename*=UTF-8''%F0%9F%93%8E%EF%BF%BD.zip`],
  ])("%j stays a name", (name, header) => {
    expect(attachmentDisposition(name)).toBe(header);
  });
});
