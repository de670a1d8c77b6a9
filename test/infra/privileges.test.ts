import { expect, test } from "vitest";
import { FUNCTION_NAMES } from "../../infra/cloud/functions/function-names.ts";
import { EXPECTED, SECRET } from "./expected-privileges.ts";
import { holdersOf, privilegesOf } from "./privileges.ts";
import { synthesise } from "./synthesise.ts";
import { render, resourcesOf } from "./template.ts";

const BUCKETS = [
  { bucket: "acme-files", prefix: "", kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" },
  { bucket: "shared-files", prefix: "globex/" },
];
const { service } = synthesise({ attachmentBuckets: BUCKETS });
const privileges = privilegesOf(service);
const everyone = [...privileges].flatMap(([who, mine]) => mine.map((privilege) => ({ who, ...privilege })));

test.each([...FUNCTION_NAMES, "link", "extract link", "export link", "support staff", "operator staff"])(
  "%s may do exactly what is declared here",
  (name) => {
    const actions = new Set((privileges.get(name) ?? []).flatMap((privilege) => privilege.actions));
    expect([...actions].sort()).toEqual([...new Set(EXPECTED[name])].sort());
  },
);

test("each function has a role of its own", () => {
  const roles = resourcesOf(service, "AWS::Lambda::Function").map(({ Properties }) => render(Properties["Role"]));
  // And the challenge, which may do nothing.
  expect(roles).toHaveLength(FUNCTION_NAMES.length + 1);
  expect(new Set(roles).size).toBe(roles.length);
});

test("no action is a pattern, and only traces name every resource", () => {
  expect(everyone.filter(({ actions }) => actions.some((action) => action.includes("*")))).toEqual([]);
  const boundless = everyone.filter(({ resources }) => resources.includes("*")).flatMap(({ actions }) => actions);
  expect(new Set(boundless)).toEqual(new Set(["xray:PutTraceSegments", "xray:PutTelemetryRecords"]));
});

test("nobody can get round a lock, or change how a bucket keeps its objects", () => {
  expect(holdersOf(privileges, /Bypass|LegalHold|s3:Put(Bucket|Lifecycle|Encryption)/)).toEqual([]);
});

test("the keeper alone can remove versions of archives, and reads none", () => {
  expect(holdersOf(privileges, /DeleteObjectVersion/)).toEqual(["keeper"]);
  const removing = everyone.filter(({ actions }) => actions.includes("s3:DeleteObjectVersion"));
  expect(removing.flatMap(({ resources }) => resources)).toEqual(["<coffer-state:archive-bucket-arn>/t/*"]);
  expect(holdersOf(privileges, /^s3:GetObject/)).not.toContain("keeper");
});

test("nobody can change keys, roles, functions or the table itself", () => {
  const administering =
    /^(iam|lambda|cloudformation):|^kms:(Put|Schedule|Disable|Create)|^dynamodb:(Create|Delete|Update)T/;
  expect(holdersOf(privileges, administering)).toEqual([]);
});

test("the keys of backup tokens are read by those who are brought one only", () => {
  const readers = everyone.filter(({ resources }) => resources.includes("<coffer-state:token-keys-arn>"));
  expect(new Set(readers.map(({ who }) => who))).toEqual(new Set(["tokens", "backups", "settings"]));
});

test("tenants' logins are read by those who ask tenants' databases, and restore logins by nobody", () => {
  const secrets = everyone.flatMap(({ who, actions, resources }) =>
    actions.includes(SECRET) ? resources.map((resource) => ({ who, resource })) : [],
  );
  const ofTenants = secrets.filter(({ resource }) => resource.endsWith(":secret:coffer/tenant/*"));
  expect(ofTenants.map(({ who }) => who).sort()).toEqual([
    "audit",
    "backups",
    "downloads",
    "files",
    "history",
    "notices",
    "operator",
    "sessions",
    "settings",
    "tokens",
    "worker",
  ]);
  expect(secrets.filter(({ resource }) => resource.includes("tenant-restore"))).toEqual([]);
  expect(ofTenants.map(({ who }) => who)).not.toContain("single-sign-on");
  const atProviders = secrets.filter(({ resource }) => resource.endsWith(":secret:coffer/tenant-sign-on/*"));
  expect(atProviders.map(({ who }) => who)).toEqual(["single-sign-on"]);
  expect(secrets).toHaveLength(ofTenants.length + 4);
});

test("archives are read by the worker, by files and by links, written by the worker, signed by the worker", () => {
  const archives = everyone.filter(({ resources }) => resources.some((one) => one.includes("archive-bucket-arn>/")));
  const holders = (action: string): string[] =>
    archives.filter(({ actions }) => actions.includes(action)).map(({ who }) => who);
  expect(holders("s3:GetObject").sort()).toEqual(["files", "link", "worker"]);
  expect(holders("s3:PutObject")).toEqual(["worker"]);
  expect(holders("s3:DeleteObject")).toEqual([]);
  expect(holdersOf(privileges, /^kms:Sign$/)).toEqual(["worker"]);
});

test("a link reads the archives of the tenant that its session is tagged with, and no others", () => {
  const [objects, key] = privileges.get("link") ?? [];
  expect(objects?.resources).toEqual(["<coffer-state:archive-bucket-arn>/t/${aws:PrincipalTag/tenantId}/*"]);
  expect(key?.condition).toMatchObject({
    StringEquals: { "kms:EncryptionContext:tenantId": "${aws:PrincipalTag/tenantId}" },
  });
});

test("the audit log's exports are written by one function, each in its tenant's folder, and read by links to them alone", () => {
  const exports = "<coffer-state:work-bucket-arn>/t/*/audit/*";
  const written = everyone.filter(({ who, actions }) => who === "audit" && actions.includes("s3:PutObject"));
  expect(written.flatMap(({ resources }) => resources)).toEqual([exports]);
  expect(holdersOf(privileges, /^s3:GetObject/)).not.toContain("audit");
  const [objects, key] = privileges.get("export link") ?? [];
  expect(objects?.resources).toEqual(["<coffer-state:work-bucket-arn>/t/${aws:PrincipalTag/tenantId}/audit/*"]);
  expect(key?.condition).toMatchObject({
    StringEquals: { "kms:EncryptionContext:tenantId": "${aws:PrincipalTag/tenantId}" },
  });
});

test("files taken out of archives are written by one function, each in its tenant's folder, and read by links to them alone", () => {
  const extracts = "<coffer-state:work-bucket-arn>/t/*/extracts/*";
  const mine = privileges.get("files") ?? [];
  const may = (action: string) => mine.flatMap(({ actions, resources }) => (actions.includes(action) ? resources : []));
  expect(may("s3:PutObject")).toEqual([extracts]);
  expect(may("s3:GetObject")).toEqual(["<coffer-state:archive-bucket-arn>/t/*", extracts]);
  const [objects, key] = privileges.get("extract link") ?? [];
  expect(objects?.resources).toEqual(["<coffer-state:work-bucket-arn>/t/${aws:PrincipalTag/tenantId}/extracts/*"]);
  expect(key?.condition).toMatchObject({
    StringEquals: { "kms:EncryptionContext:tenantId": "${aws:PrincipalTag/tenantId}" },
  });
});

test.each(["LinkRole", "ExtractLinkRole"])(
  "only downloads takes the role %s, always tagged with one tenant",
  (name) => {
    const [role] = resourcesOf(service, "AWS::IAM::Role").filter(({ id }) => id.startsWith(name));
    expect(role?.Properties["AssumeRolePolicyDocument"]).toMatchObject({
      Statement: [
        {
          Principal: { AWS: { "Fn::GetAtt": [expect.stringMatching(/^downloadsRole/), "Arn"] } },
          Condition: {
            StringLike: { "aws:RequestTag/tenantId": "?*" },
            "ForAllValues:StringEquals": { "aws:TagKeys": ["tenantId"] },
          },
        },
      ],
    });
  },
);

test("rows are written under a tenant's own keys only", () => {
  const writes = everyone.filter(({ actions }) =>
    actions.some((action) => /^dynamodb:(Put|Update|Delete)/.test(action)),
  );
  expect(writes).not.toHaveLength(0);
  const ofTenants = writes.filter(({ condition }) => !isOfDirectory(condition) && !isOfChain(condition));
  for (const { who, condition } of ofTenants) {
    // What goes out into the world writes down who is under way, and nothing else.
    const keys = who === "single-sign-on" ? "T#*#SIGN-ON" : "T#*";
    expect(condition).toEqual({ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys } });
  }
  const writersOf = (isOf: (condition: unknown) => boolean) =>
    new Set(writes.filter(({ condition }) => isOf(condition)).map(({ who }) => who));
  expect(writersOf(isOfDirectory)).toEqual(new Set(["operator"]));
  expect(writersOf(isOfChain)).toEqual(new Set(["auditor"]));
});

/** The chain of facts, and the facts that get a place in it: those who write facts can write none of the chain. */
const isOfChain = (condition: unknown): boolean =>
  JSON.stringify(condition) === '{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["A#*","T#*"]}}';

test("the auditor alone writes chains, and removes nothing at all", () => {
  const writers = everyone.filter(({ condition }) => JSON.stringify(condition ?? "").includes("A#"));
  expect(writers.map(({ who }) => who)).toEqual(["auditor"]);
  expect(holdersOf(privileges, /dynamodb:DeleteItem/)).not.toContain("auditor");
});

/** Which tenants there are, and which host name leads to which. */
const isOfDirectory = (condition: unknown): boolean =>
  JSON.stringify(condition) === '{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["D#*","O#*"]}}';

test("keys open only for the service that uses them, and objects only under a tenant's name", () => {
  const uses = everyone.filter(({ who, actions }) => actions.includes("kms:Decrypt") && !who.endsWith("link"));
  for (const { condition } of uses) {
    expect(JSON.stringify(condition)).toContain("kms:ViaService");
  }
  const objectKey = uses.filter(({ resources }) => resources.includes("<coffer-state:archive-key-arn>"));
  expect(objectKey.map(({ who }) => who).sort()).toEqual(["audit", "files", "worker"]);
  expect(objectKey[0]?.condition).toMatchObject({ Null: { "kms:EncryptionContext:tenantId": "false" } });
});

test("attachments are read in the places that the operator named, under their key", () => {
  const mine = privileges.get("worker") ?? [];
  const objects = mine.flatMap(({ actions, resources }) => (actions.join() === "s3:GetObject" ? resources : []));
  expect(objects).toEqual([
    "arn:<AWS::Partition>:s3:::acme-files/uploads/*",
    "arn:<AWS::Partition>:s3:::shared-files/globex/uploads/*",
  ]);
  expect(mine.flatMap(({ resources }) => resources)).toContain(BUCKETS[0]?.kmsKeyArn);
});

test("the worker may have the store copy attachments and dumps into archives, and look up their checksums", () => {
  const mine = privileges.get("worker") ?? [];
  const may = (action: string) =>
    mine.flatMap(({ actions, resources }) => (actions.includes(action) ? resources : [])).sort();
  const archives = "<coffer-state:archive-bucket-arn>/t/*";
  // A copy reads its source and writes the part with the rights of who asks for it, keys included.
  expect(may("s3:GetObject")).toEqual([
    archives,
    "<coffer-state:work-bucket-arn>/t/*",
    "arn:<AWS::Partition>:s3:::acme-files/uploads/*",
    "arn:<AWS::Partition>:s3:::shared-files/globex/uploads/*",
  ]);
  expect(may("s3:PutObject")).toContain(archives);
  expect(may("s3:ListMultipartUploadParts")).toContain(archives);
  const archiveKey = "<coffer-state:archive-key-arn>";
  expect(may("kms:Decrypt")).toEqual(expect.arrayContaining([archiveKey, BUCKETS[0]?.kmsKeyArn]));
  expect(may("kms:GenerateDataKey")).toContain(archiveKey);
});

test("mails leave from one address of one identity", () => {
  const mails = privileges.get("notices")?.find(({ actions }) => actions.includes("ses:SendEmail"));
  expect(mails?.resources).toEqual(["arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/coffer.invalid"]);
  expect(mails?.condition).toEqual({ StringEquals: { "ses:FromAddress": "backups@coffer.invalid" } });
});

test("dead letters are set aside by those who read their queue, and each only where its own go", () => {
  const sent = everyone.flatMap(({ who, actions, resources }) =>
    actions.includes("sqs:SendMessage") ? resources.map((resource) => ({ who, resource })) : [],
  );
  const deadLetters = sent.filter(({ resource }) => resource.includes("DeadLetters"));
  expect(new Set(deadLetters.map(({ who }) => who))).toEqual(new Set(["notices", "worker"]));
  expect(deadLetters.filter((one) => !one.resource.includes(one.who === "worker" ? "Work" : "Notice"))).toEqual([]);
});
