/** The API key out of `Authorization: Basic base64("apikey:<key>")` (RFC 7617), or undefined if it is nothing like it. */
export const apiKeyOf = (authorization: string | undefined): string | undefined => {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2}) *$/iu.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0 || text.slice(0, colon) !== "apikey") return undefined;
  const key = text.slice(colon + 1);
  return key.length > 0 && key.length <= 256 ? key : undefined;
};
