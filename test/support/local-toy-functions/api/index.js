// CommonJS, as the real bundles are. What it does is named by the thing that is asked for.
const answer = (statusCode, content, headers = {}) => ({ statusCode, headers, body: JSON.stringify(content) });

const send = (body) =>
  fetch(process.env.AWS_ENDPOINT_URL_SQS, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AmazonSQS.SendMessage",
      authorization: "AWS4-HMAC-SHA256 Credential=x/20260101/eu-central-1/sqs/aws4_request",
    },
    body: JSON.stringify({ QueueUrl: process.env.WORK_QUEUE_URL, MessageBody: body }),
  });

exports.handler = async (event, context) => {
  if (event.type === "REQUEST") {
    const { secret } = event.headers;
    if (secret === undefined) throw new Error("Unauthorized");
    const Effect = secret === "right" ? "Allow" : "Deny";
    const Statement = [{ Effect, Action: "execute-api:Invoke", Resource: event.methodArn }];
    return { principalId: "somebody", policyDocument: { Version: "2012-10-17", Statement }, context: { tries: 1 } };
  }
  if (event.resource === "/things") {
    const sent = await send(event.body);
    return answer(sent.status === 200 ? 202 : 500, { sent: sent.status });
  }
  if (event.resource === "/slow") {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return answer(200, {});
  }
  switch (event.pathParameters.thingId) {
    case "event":
      return answer(200, event);
    case "environment":
      return answer(200, process.env);
    case "context":
      return answer(200, { ...context, remainingMs: context.getRemainingTimeInMillis() });
    case "process":
      return answer(200, { pid: process.pid });
    case "crash":
      return process.exit(7);
    case "throw":
      throw new TypeError("thrown on purpose");
    case "nothing":
      return { nothing: true };
    case "unauthenticated":
      return {
        statusCode: 401,
        headers: { "WWW-Authenticate": "Basic" },
        multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] },
        body: "",
      };
    case "huge":
      return answer(200, "x".repeat(7 * 1024 * 1024));
    default:
      return answer(404, {});
  }
};
