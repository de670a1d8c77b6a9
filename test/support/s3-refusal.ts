import { S3ServiceException } from "@aws-sdk/client-s3";

/** AWS's code and status of a call that must fail; the code of a HEAD, which has no body, is the client's own word. */
export async function refusalOf(call: Promise<unknown>): Promise<{ readonly code: string; readonly status: number }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof S3ServiceException) return { code: error.name, status: error.$metadata.httpStatusCode ?? 0 };
    throw error;
  }
  throw new Error("the call was not refused");
}

/** The same for a plain HTTP answer. */
export async function answerOf(response: Response): Promise<{ readonly code: string; readonly status: number }> {
  const document = await response.text();
  return { code: /<Code>(\w+)<\/Code>/u.exec(document)?.[1] ?? "", status: response.status };
}
