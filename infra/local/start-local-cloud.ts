import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readSchedules } from "./clock/read-schedules.ts";
import { startClock } from "./clock/start-clock.ts";
import type { SignerLookup } from "./gateway/check-signature.ts";
import { readInvokeRights } from "./gateway/invoke-rights.ts";
import { ownCertificate } from "./gateway/own-certificate.ts";
import { readFrontDoor } from "./gateway/read-front-door.ts";
import { startGateway } from "./gateway/start-gateway.ts";
import type { Keys } from "./keys/start-keys.ts";
import { assumeFunctionRole } from "./lambda/assume-function-role.ts";
import { createFunction, type FunctionSpec, type LocalFunction } from "./lambda/local-function.ts";
import { readFunctions } from "./lambda/read-functions.ts";
import { startRuntimeApi } from "./lambda/runtime-api.ts";
import { lockDirectory } from "./lock-directory.ts";
import { readQueueMappings } from "./queues/read-queue-mappings.ts";
import { startQueueRunner } from "./queues/start-queue-runner.ts";
import { makeResources } from "./resources/make-resources.ts";
import { writeStaffProfiles } from "./staff/write-profiles.ts";
import { type Services, startServices } from "./start-services.ts";
import { readStreamMappings } from "./streams/read-stream-mappings.ts";
import { startStreamRunner } from "./streams/start-stream-runner.ts";
import { type OpenTemplate, openTemplate } from "./template/open-template.ts";
import { readAssembly } from "./template/read-assembly.ts";
import { type LeftOut, resourcesLeftOut } from "./template/resource-types.ts";
import { synthesiseApp } from "./template/synthesise-app.ts";

export interface LocalCloudOptions {
  /** Holds all data and logs; one run at a time. */
  readonly directory: string;
  /** The gateway's; 0, and when absent: any that is free. The mailbox takes the next one. */
  readonly port?: number;
  /** Drop what earlier runs left. */
  readonly fresh?: boolean;
  /** `false` for tests: faster, and not safe against a power cut. */
  readonly durable?: boolean;
  /** Functions write to the console instead of to files. */
  readonly verbose?: boolean;
  /** A cloud assembly to run instead of the project's own. */
  readonly assembly?: string;
  /** Where assemblies of the project are kept between runs. */
  readonly assemblies?: string;
  /** Processes of one function at the same time, whatever the template allows. */
  readonly concurrencyMax?: number;
  /** The services' clock, milliseconds since 1970. Functions have the machine's. */
  readonly now?: () => number;
  /** Told of each stage that is reached. */
  readonly onProgress?: (stage: string) => void;
}

export interface LocalCloud {
  readonly port: number;
  /** Certificate of its `https`, in PEM: clients that are to trust it are told of this file. */
  readonly certificateFile: string;
  /** For `AWS_CONFIG_FILE`: profiles of a demo operator and of a demo support person. */
  readonly staffProfiles: string;
  /** `http://<host name>:<port>` of a host name that ends in `.localhost`. */
  origin(domainName: string): string;
  readonly services: Services;
  readonly template: OpenTemplate;
  readonly functions: Readonly<Record<string, LocalFunction>>;
  /** Resources of the template that would change what the system does, and are not carried out here. */
  readonly leftOut: readonly LeftOut[];
  /** Fires a schedule now, once; throws when its function fails. */
  tick(schedule: string): Promise<void>;
  close(): Promise<void>;
}

const defaultConcurrencyMax = 4;

/** The hosts that `https` is answered for: those of the demo tenants. */
const certifiedHosts = ["localhost", "acme.localhost", "globex.localhost"];

/** The whole system on this machine, from nothing but its template. All servers listen on 127.0.0.1. */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { directory, port = 0, now = Date.now, onProgress = () => undefined } = options;
  await using starting = new AsyncDisposableStack();
  starting.defer(lockDirectory(directory));
  if (options.fresh === true) dropData(directory);
  const logDirectory = join(directory, "logs");
  mkdirSync(logDirectory, { recursive: true });

  const assembly = options.assembly ?? (await synthesise(options.assemblies ?? join(directory, "cdk.out"), onProgress));
  const stacks = readAssembly(assembly);
  const services = await startServices({
    directory,
    mailboxPort: port === 0 ? 0 : port + 1,
    isDurable: options.durable ?? true,
    now,
  });
  starting.defer(() => services.close());
  onProgress("services are up");
  const template = openTemplate(stacks, services.sqs.url);
  await makeResources(template, services.clients);
  onProgress("tables, buckets, queues, secrets and keys are there");

  const runtimeApi = await startRuntimeApi();
  starting.defer(() => runtimeApi.close());
  const specs = readFunctions(template, {
    logDirectory,
    concurrencyMax: options.concurrencyMax ?? defaultConcurrencyMax,
    isVerbose: options.verbose ?? false,
    endpoints: {
      s3: services.s3.url,
      dynamodb: services.dynamo.url,
      sqs: services.sqs.url,
      ses: services.mailbox.url,
      keys: services.keys.url,
    },
    programDirectories: [services.postgres.bin],
    imageVariables: { PG_BIN: services.postgres.bin },
  });
  const { sts } = services.clients;
  const assumeRole = (spec: FunctionSpec) => assumeFunctionRole(sts, spec.roleArn, spec.functionName);
  const functions = specs.map((spec) => createFunction(spec, { runtimeApi, assumeRole }));
  const schedules = readSchedules(template, functions);

  const certificate = await ownCertificate(join(directory, "certificate"), certifiedHosts);
  const staff = writeStaffProfiles(join(directory, "staff"), template, services.keys.url);
  const iam = { signers: signersOf(services.keys), rights: readInvokeRights(template), now };
  const gateway = await startGateway(readFrontDoor(template, functions), port, certificate, iam);
  const queueRunners = readQueueMappings(template, functions).map((mapping) =>
    startQueueRunner(mapping, services.clients.sqs),
  );
  const streamRunners = readStreamMappings(template, functions, services.clients.sqs).map(({ tableName, mapping }) => {
    const runner = startStreamRunner(mapping);
    services.dynamo.onChange(tableName, (record) => runner.put(record));
    return runner;
  });
  starting.defer(async () => {
    // Nothing is handed out any more from here on; what is under way ends with the functions, which are killed.
    const stopped = [...queueRunners, ...streamRunners].map((runner) => runner.close());
    await Promise.all(functions.map((each) => each.close()));
    await Promise.all(stopped);
  });
  const clock = startClock(schedules);
  starting.defer(() => clock.close());
  starting.defer(() => gateway.close());
  onProgress(`${functions.length} functions answer`);

  const running = starting.move();
  return {
    port: gateway.port,
    certificateFile: certificate.file,
    origin: (domainName) => `http://${domainName}:${gateway.port}`,
    staffProfiles: staff.file,
    services,
    template,
    functions: Object.fromEntries(functions.map((each) => [each.spec.name, each])),
    leftOut: resourcesLeftOut(stacks),
    async tick(name) {
      const schedule = schedules.find((each) => each.name === name);
      if (schedule === undefined) {
        throw new Error(`No schedule ${name}; there are: ${schedules.map((each) => each.name).join(", ")}.`);
      }
      await schedule.fire(Math.floor(now() / 60_000) * 60_000);
    },
    close: () => running.disposeAsync(),
  };
}

/** Whoever signs at the front door does so in a role, by credentials that were given out here. */
const signersOf = (keys: Keys): SignerLookup => ({
  find(accessKeyId, sessionToken) {
    if (keys.isOver(accessKeyId, sessionToken)) return "over";
    const { secret, arn } = keys.credentials(accessKeyId, sessionToken) ?? {};
    return secret === undefined || arn === undefined ? undefined : { secret, arn };
  },
});

async function synthesise(directory: string, onProgress: (stage: string) => void): Promise<string> {
  const { directory: assembly, isFromCache } = await synthesiseApp(directory);
  onProgress(isFromCache ? "the template is that of last time" : "the template is synthesised");
  return assembly;
}

/** All but the lock and the assemblies, which hold no data. PostgreSQL's data may lie elsewhere: it goes with its secret. */
function dropData(directory: string): void {
  for (const name of ["s3", "dynamo", "keys", "postgres", "logs"]) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
}
