const { appendFileSync } = require("node:fs");

const see = (what) => appendFileSync(process.env.SEEN, `${JSON.stringify(what)}\n`);

exports.handler = async (event) => {
  if (event.Records === undefined) {
    see({ scheduled: event["detail-type"], pgBin: process.env.PG_BIN });
    return { batchItemFailures: [] };
  }
  if (event.Records[0].eventSource === "aws:dynamodb") {
    const keys = event.Records.map((record) => record.dynamodb.NewImage.pk.S);
    see({ rows: keys });
    if (keys.includes("poison")) throw new Error("poisoned");
    return { batchItemFailures: [] };
  }
  const failed = [];
  for (const record of event.Records) {
    see({ message: record.body, receives: record.attributes.ApproximateReceiveCount });
    if (record.body === "hang") await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (record.body === "fail") failed.push(record);
  }
  return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) };
};
