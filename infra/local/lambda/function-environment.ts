import { ACCOUNT_ID, REGION } from "../template/account.ts";

/** Where a function finds what is around it. */
export interface FunctionSurroundings {
  readonly endpoints: {
    readonly s3: string;
    readonly dynamodb: string;
    readonly sqs: string;
    readonly ses: string;
    /** Secrets Manager, KMS and STS. */
    readonly keys: string;
  };
  /** Directories put in front of the search path, e.g. that of pg_dump: an image brings its programs along. */
  readonly programDirectories: readonly string[];
}

export interface FunctionFacts {
  readonly functionName: string;
  readonly directory: string;
  readonly memoryMegabytes: number;
  readonly handler: string;
  /** From the template. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The template's environment, Lambda's, and the addresses of the services; the credentials come with each process. */
export function functionEnvironment(
  { endpoints, programDirectories }: FunctionSurroundings,
  { functionName, directory, memoryMegabytes, handler, variables }: FunctionFacts,
): Record<string, string> {
  return {
    ...variables,
    _HANDLER: handler,
    AWS_ACCOUNT_ID: ACCOUNT_ID,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    LAMBDA_TASK_ROOT: directory,
    LAMBDA_RUNTIME_DIR: import.meta.dirname,
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    PATH: [...programDirectories, "/usr/local/bin:/usr/bin:/bin"].join(":"),
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SES: endpoints.ses,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.keys,
    AWS_ENDPOINT_URL_KMS: endpoints.keys,
    AWS_ENDPOINT_URL_STS: endpoints.keys,
  };
}
