import { type App, Stack, type StackProps } from "aws-cdk-lib";
import type { Settings } from "../settings.ts";
import { createArchiveBucket } from "./state/archive-bucket.ts";
import { createArchiveKey, createManifestKey, createRecordsKey } from "./state/keys.ts";
import { createRecordsTable } from "./state/records-table.ts";
import { createTokenKeys, tokenKeysName } from "./state/token-keys.ts";
import { createWorkBucket } from "./state/work-bucket.ts";

/** What the service uses of the state, each by a name of its own; see `exportName`. */
export interface State {
  readonly recordsName: string;
  readonly recordsArn: string;
  readonly recordsStreamArn: string;
  readonly recordsKeyArn: string;
  readonly workBucketName: string;
  readonly workBucketArn: string;
  readonly archiveBucketName: string;
  readonly archiveBucketArn: string;
  readonly archiveKeyArn: string;
  readonly manifestKeyArn: string;
  readonly tokenKeysName: string;
  readonly tokenKeysArn: string;
}

/** What must never be lost. Everything in it is kept when the stack is deleted or a resource leaves the template. */
export class StateStack extends Stack {
  /** Imports (`Fn::ImportValue`): CloudFormation lets nobody take away what another stack imports. */
  readonly state: State;

  constructor(app: App, id: string, settings: Settings, props: StackProps) {
    super(app, id, props);
    const recordsKey = createRecordsKey(this);
    const archiveKey = createArchiveKey(this);
    const manifestKey = createManifestKey(this);
    const records = createRecordsTable(this, recordsKey);
    const workBucket = createWorkBucket(this, archiveKey);
    const archiveBucket = createArchiveBucket(this, archiveKey);
    const tokenKeys = createTokenKeys(this, settings, recordsKey);

    const share = (name: string, value: string | undefined): string => {
      if (value === undefined) {
        throw new Error(`There is nothing to share as ${name}`);
      }
      return this.exportValue(value, { name: exportName(settings, name) });
    };
    this.state = {
      recordsName: share("records-name", records.tableName),
      recordsArn: share("records-arn", records.tableArn),
      recordsStreamArn: share("records-stream-arn", records.tableStreamArn),
      recordsKeyArn: share("records-key-arn", recordsKey.keyArn),
      workBucketName: share("work-bucket-name", workBucket.bucketName),
      workBucketArn: share("work-bucket-arn", workBucket.bucketArn),
      archiveBucketName: share("archive-bucket-name", archiveBucket.bucketName),
      archiveBucketArn: share("archive-bucket-arn", archiveBucket.bucketArn),
      archiveKeyArn: share("archive-key-arn", archiveKey.keyArn),
      manifestKeyArn: share("manifest-key-arn", manifestKey.keyArn),
      tokenKeysName: tokenKeysName(settings),
      tokenKeysArn: share("token-keys-arn", tokenKeys.secretArn),
    };
  }
}

/** Names of their own instead of generated ones: they stay the same when a construct moves. */
export const exportName = (settings: Settings, name: string): string => `${settings.name}-state:${name}`;
