/** Undefined for what is not JSON: the parser's own error quotes the text, which may hold a secret. */
export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
