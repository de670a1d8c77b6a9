import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { assumeFunctionRole } from "../../infra/local/lambda/assume-function-role.ts";
import type { LocalCloud } from "../../infra/local/start-local-cloud.ts";

export interface ContainerTask {
  readonly child: ChildProcess;
  /** Its exit code, and the lines it logged. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly log: string }>;
}

/** What Lambda alone sets. */
const LAMBDAS_OWN = /^(AWS_LAMBDA_|LAMBDA_|AWS_EXECUTION_ENV|_HANDLER)/;

/** The worker's image as a container task would start it: the bundle from the assembly, the worker's role and variables. */
export async function startContainerTask(
  { functions, services }: LocalCloud,
  message?: string,
): Promise<ContainerTask> {
  const { worker } = functions;
  if (!worker) throw new Error("the template has no worker");
  const { directory, environment, roleArn, functionName } = worker.spec;
  const given = Object.entries(environment).filter(([name]) => !LAMBDAS_OWN.test(name));
  const child = spawn(process.execPath, [join(directory, "container.js")], {
    env: {
      ...Object.fromEntries(given),
      ...(await assumeFunctionRole(services.clients.sts, roleArn, functionName)),
      ...(message === undefined ? {} : { COFFER_BUILD_WORK: message }),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { child, ended: said.then(([out, err]) => ({ exitCode: child.exitCode, log: out + err })) };
}
