import { gzipSync } from "node:zlib";
import type { Answer } from "./gateway-answer.ts";

/**
 * What API Gateway does with an answer of so many bytes and more, for whoever takes gzip; below that, or without a number,
 * nothing. It would unpack what it is sent as well; nobody sends packed bodies here.
 */
export function compressAnswer(answer: Answer, bytesMin: number | undefined, acceptEncoding: string): Answer {
  const { headers, body } = answer;
  const isPacked = headers.some(([name]) => name.toLowerCase() === "content-encoding");
  if (bytesMin === undefined || body.length < bytesMin || isPacked || !takesGzip(acceptEncoding)) return answer;
  return { ...answer, headers: [...headers, ["Content-Encoding", "gzip"]], body: gzipSync(body) };
}

/** Named, and not with a weight of nought. */
const takesGzip = (acceptEncoding: string): boolean =>
  acceptEncoding.split(",").some((each) => /^\s*gzip\s*(?:;|$)/iu.test(each) && !/q=0(?:\.0*)?\s*$/iu.test(each));
