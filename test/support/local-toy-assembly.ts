import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const bundles = join(import.meta.dirname, "local-toy-functions");

/** A cloud assembly in the form CDK writes, small enough to be read whole. `seen`: the file toy functions report to. */
export function toyAssembly(directory: string, seen: string): string {
  mkdirSync(directory, { recursive: true });
  cpSync(bundles, directory, { recursive: true });
  const write = (name: string, content: unknown) => writeFileSync(join(directory, name), JSON.stringify(content));
  write("manifest.json", {
    version: "48.0.0",
    artifacts: {
      "toy-state.assets": { type: "cdk:asset-manifest", properties: { file: "toy-state.assets.json" } },
      "toy-state": stack("toy-state"),
      "toy-service.assets": { type: "cdk:asset-manifest", properties: { file: "toy-service.assets.json" } },
      "toy-service": stack("toy-service"),
      Tree: { type: "cdk:tree", properties: { file: "tree.json" } },
    },
  });
  write("toy-state.assets.json", { version: "48.0.0", files: {}, dockerImages: {} });
  write("toy-state.template.json", state);
  write("toy-service.assets.json", {
    version: "48.0.0",
    files: {
      api: { source: { path: "api", packaging: "zip" }, destinations: { here: { objectKey: "api.zip" } } },
    },
    dockerImages: { worker: { source: { directory: "worker" }, destinations: { here: { imageTag: "worker-tag" } } } },
  });
  write("toy-service.template.json", service(seen));
  return directory;
}

const stack = (name: string) => ({
  type: "aws:cloudformation:stack",
  properties: { templateFile: `${name}.template.json`, stackName: name },
});

const state = {
  Resources: {
    Records: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        StreamSpecification: { StreamViewType: "NEW_IMAGE" },
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      },
    },
    Archives: {
      Type: "AWS::S3::Bucket",
      Properties: {
        VersioningConfiguration: { Status: "Enabled" },
        ObjectLockEnabled: true,
        LifecycleConfiguration: {
          Rules: [{ Id: "uploads", Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } }],
        },
      },
    },
    SigningKey: { Type: "AWS::KMS::Key", Properties: { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" } },
    Keys: {
      Type: "AWS::SecretsManager::Secret",
      Properties: {
        Name: "toy/keys",
        GenerateSecretString: {
          SecretStringTemplate: '{"current":"k1"}',
          GenerateStringKey: "k1",
          PasswordLength: 64,
          ExcludePunctuation: true,
        },
      },
    },
  },
  Outputs: {
    TableName: { Value: { Ref: "Records" }, Export: { Name: "toy-table" } },
    StreamArn: { Value: { "Fn::GetAtt": ["Records", "StreamArn"] }, Export: { Name: "toy-stream" } },
    BucketName: { Value: { Ref: "Archives" }, Export: { Name: "toy-bucket" } },
    KeyArn: { Value: { "Fn::GetAtt": ["SigningKey", "Arn"] }, Export: { Name: "toy-key" } },
  },
};

const role = { Type: "AWS::IAM::Role", Properties: {} };

const path = (name: string) => ({ "aws:cdk:path": `toy-service/${name}/Function/Resource` });

const method = (httpMethod: string, resource: unknown, timeoutMs = 29_000) => ({
  Type: "AWS::ApiGateway::Method",
  Properties: {
    HttpMethod: httpMethod,
    AuthorizationType: "NONE",
    ResourceId: resource,
    RestApiId: { Ref: "Api" },
    Integration: {
      Type: "AWS_PROXY",
      IntegrationHttpMethod: "POST",
      TimeoutInMillis: timeoutMs,
      Uri: {
        "Fn::Join": [
          "",
          [
            "arn:",
            { Ref: "AWS::Partition" },
            ":apigateway:",
            { Ref: "AWS::Region" },
            ":lambda:path/2015-03-31/functions/",
            { "Fn::GetAtt": ["ApiFunction", "Arn"] },
            "/invocations",
          ],
        ],
      },
    },
  },
});

const guarded = (route: ReturnType<typeof method>) => ({
  ...route,
  Properties: { ...route.Properties, AuthorizationType: "CUSTOM", AuthorizerId: { Ref: "Guard" } },
});

const part = (pathPart: string, parent: unknown) => ({
  Type: "AWS::ApiGateway::Resource",
  Properties: { ParentId: parent, PathPart: pathPart, RestApiId: { Ref: "Api" } },
});

const service = (seen: string) => ({
  Parameters: { BootstrapVersion: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/cdk-bootstrap/x/version" } },
  Resources: {
    Role: role,
    WorkDead: { Type: "AWS::SQS::Queue", Properties: { MessageRetentionPeriod: 1_209_600 } },
    Work: {
      Type: "AWS::SQS::Queue",
      Properties: {
        VisibilityTimeout: 2,
        RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["WorkDead", "Arn"] }, maxReceiveCount: 2 },
      },
    },
    ApiFunction: {
      Type: "AWS::Lambda::Function",
      Metadata: path("api"),
      Properties: {
        Code: { S3Bucket: { "Fn::Sub": "assets-${AWS::AccountId}" }, S3Key: "api.zip" },
        Handler: "index.handler",
        Runtime: "nodejs24.x",
        Role: { "Fn::GetAtt": ["Role", "Arn"] },
        MemorySize: 256,
        Timeout: 5,
        Environment: {
          Variables: {
            TABLE: { "Fn::ImportValue": "toy-table" },
            BUCKET: { "Fn::ImportValue": "toy-bucket" },
            SIGNING_KEY: { "Fn::ImportValue": "toy-key" },
            WORK_QUEUE_URL: { Ref: "Work" },
          },
        },
      },
    },
    WorkerFunction: {
      Type: "AWS::Lambda::Function",
      Metadata: path("worker"),
      Properties: {
        Code: { ImageUri: { "Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/x:worker-tag" } },
        PackageType: "Image",
        ImageConfig: { Command: ["index.handler"] },
        Role: { "Fn::GetAtt": ["Role", "Arn"] },
        MemorySize: 512,
        Timeout: 1,
        Environment: { Variables: { SEEN: seen, PG_BIN: "/opt/postgresql/bin" } },
      },
    },
    WorkMessages: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        BatchSize: 10,
        EventSourceArn: { "Fn::GetAtt": ["Work", "Arn"] },
        FunctionName: { Ref: "WorkerFunction" },
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    },
    Rows: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        BatchSize: 5,
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": ["WorkDead", "Arn"] } } },
        EventSourceArn: { "Fn::ImportValue": "toy-stream" },
        FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"kind":{"S":["outbox"]}}}}' }] },
        FunctionName: { Ref: "WorkerFunction" },
        MaximumRetryAttempts: 1,
        StartingPosition: "TRIM_HORIZON",
      },
    },
    EachMinute: {
      Type: "AWS::Events::Rule",
      Metadata: { "aws:cdk:path": "toy-service/worker/EachMinute/Resource" },
      Properties: {
        ScheduleExpression: "rate(1 minute)",
        State: "ENABLED",
        Targets: [{ Arn: { "Fn::GetAtt": ["WorkerFunction", "Arn"] }, Id: "Target0" }],
      },
    },
    OperatorRole00000000: role,
    SupportRole00000000: role,
    Stray: { Type: "AWS::StepFunctions::StateMachine", Properties: {} },
    Alarm: { Type: "AWS::CloudWatch::Alarm", Properties: {} },
    Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "toy" } },
    Stage: { Type: "AWS::ApiGateway::Stage", Properties: { StageName: "live", RestApiId: { Ref: "Api" } } },
    Things: part("things", { "Fn::GetAtt": ["Api", "RootResourceId"] }),
    Thing: part("{thingId}", { Ref: "Things" }),
    Slow: part("slow", { "Fn::GetAtt": ["Api", "RootResourceId"] }),
    PostThings: method("POST", { Ref: "Things" }),
    GetThing: method("GET", { Ref: "Thing" }),
    Guard: {
      Type: "AWS::ApiGateway::Authorizer",
      Properties: {
        Type: "REQUEST",
        RestApiId: { Ref: "Api" },
        AuthorizerUri: {
          "Fn::Sub":
            "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${ApiFunction.Arn}/invocations",
        },
      },
    },
    Guarded: part("guarded", { "Fn::GetAtt": ["Api", "RootResourceId"] }),
    GuardedThing: part("{thingId}", { Ref: "Guarded" }),
    GetGuarded: guarded(method("GET", { Ref: "GuardedThing" })),
    GetSlow: method("GET", { Ref: "Slow" }, 300),
    Unauthenticated: {
      Type: "AWS::ApiGateway::GatewayResponse",
      Properties: {
        ResponseType: "MISSING_AUTHENTICATION_TOKEN",
        StatusCode: "404",
        RestApiId: { Ref: "Api" },
        ResponseParameters: { "gatewayresponse.header.X-Door": "'toy'" },
        ResponseTemplates: {
          "application/hal+json": '{"message":$context.error.messageString}',
          "application/json": '{"text":$context.error.messageString}',
        },
      },
    },
    Unproved: {
      Type: "AWS::ApiGateway::GatewayResponse",
      Properties: {
        ResponseType: "UNAUTHORIZED",
        RestApiId: { Ref: "Api" },
        ResponseParameters: { "gatewayresponse.header.WWW-Authenticate": "'Basic'" },
      },
    },
  },
});
