import { startDynamo } from "../../infra/local/dynamo/start-dynamo.ts";

/** Serves DynamoDB out of the directory named, until it is killed; prints its address. */
const [directory = ""] = process.argv.slice(2);
const { url } = await startDynamo({ port: 0, directory });
process.stdout.write(`${url}\n`);
