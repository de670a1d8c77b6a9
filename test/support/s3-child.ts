import { startS3 } from "../../infra/local/s3/start-s3.ts";
import { testCredentials } from "./s3-endpoint.ts";

/** The server in a process of its own, to be measured and killed: `node s3-child.ts <directory>`; says its port on stdout. */
const [, , directory = ""] = process.argv;
const { accessKeyId, secretAccessKey } = testCredentials;
const server = await startS3({
  port: 0,
  directory,
  region: "eu-central-1",
  credentials: (id) => (id === accessKeyId ? secretAccessKey : undefined),
});
process.stdout.write(`${server.port}\n`);
