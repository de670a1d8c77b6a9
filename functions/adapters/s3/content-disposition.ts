/**
 * `Content-Disposition` that saves as `fileName` everywhere (RFC 6266): the plain form for old clients, with what they
 * might misread replaced, and the encoded form (RFC 8187) that the others prefer.
 */
export function attachmentDisposition(fileName: string): string {
  const plain = fileName.replaceAll(/[^\x20-\x7e]|["\\%/]/gu, "_");
  const encoded = encodeURIComponent(fileName.toWellFormed()).replaceAll(
    /['()*!]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
