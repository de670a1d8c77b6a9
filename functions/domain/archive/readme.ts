import type { BackupFacts, ContentFacts } from "./manifest.ts";

export const README_PATH = "README.txt";

/** The first thing someone reads on a bad day: what this is, and what to type. */
export function renderReadme(backup: BackupFacts, content: ContentFacts): string {
  return [intro(backup, content), attachmentsLeftOut(backup), missing(content), digests(content), RESTORE, CHECK]
    .filter((section) => section !== "")
    .join("\n");
}

const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** Titles are people's own words: no line breaks in a line. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();

const intro = (
  { title, backupId, requestedAt }: BackupFacts,
  { snapshot, entries, entryBytes, dump }: ContentFacts,
) => `\
BACKUP OF ${oneLine(title)}

This archive holds one whole OpenProject installation, as it was at one moment.

  State of       ${time(snapshot.takenAt)}
  Asked for      ${time(requestedAt)}
  Backup         ${backupId}
  Database       PostgreSQL ${snapshot.serverVersion}
  Dump           ${dump.bytes} bytes, by pg_dump ${snapshot.dumpProgramVersion}
  Attachments    ${entries - 1} files, ${entryBytes - dump.bytes} bytes

What is in it:

  openproject.pgdump           the database, in the custom format of pg_dump
  attachment/file/<id>/<file>  the attached files
  entries.ndjson               a line for each of them: size, checksums, where it came from
  manifest.json                what this backup is, with the number of rows of each table
  manifest.json.jws            the signature over manifest.json

This archive holds all data of the installation, secrets included. Keep it as safe as the installation itself.
`;

const LEFT_OUT: Readonly<Record<NonNullable<BackupFacts["attachmentsLeftOut"]>, string>> = {
  "not-asked": "they were not asked for",
  "switched-off": "backups of attachments are switched off for this installation",
  "over-size-limit": "together they are larger than the limit set for this installation",
};

const attachmentsLeftOut = ({ attachmentsLeftOut: reason }: BackupFacts): string =>
  reason === undefined ? "" : `THE ATTACHMENTS ARE NOT IN THIS ARCHIVE: ${LEFT_OUT[reason]}.\n`;

const missing = (content: ContentFacts): string =>
  content.missing === 0
    ? ""
    : `\
ATTACHMENTS MISSING: ${content.missing}

The database knows of attachments that could not be read when this backup was made.
MISSING_ATTACHMENTS.txt names each with the reason. They were gone already, or had changed:
restoring this archive will not bring them back. Everything else is complete.
`;

const digests = ({ digestsDiffering }: ContentFacts): string =>
  digestsDiffering === 0
    ? ""
    : `\
ATTACHMENTS WITH ANOTHER CHECKSUM THAN RECORDED: ${digestsDiffering}

They are in this archive as the store had them, but OpenProject once recorded another MD5 for them.
In entries.ndjson they are marked "digestDiffers".
`;

const RESTORE = `\
HOW TO RESTORE

You need PostgreSQL's programs: pg_restore of the same major release as the pg_dump named above (an
older one cannot read the dump, a newer one may set what an older server does not know), and a server
at least as new as the database. Restore into a new, empty database. Do not overwrite the old one
before you have seen that the new one works.

1. Unpack:

     unzip backup.zip -d restored
     cd restored

2. Look into the dump. This changes nothing:

     pg_restore --list openproject.pgdump

3. Make a new database and restore into it:

     createdb openproject_restored
     pg_restore --no-owner --no-privileges --exit-on-error --dbname=openproject_restored openproject.pgdump

4. Put the attachments where OpenProject looks for them. On a disk (usually /var/db/openproject/files):

     cp -R attachment /var/db/openproject/files/

   In a bucket:

     aws s3 cp --recursive attachment/file s3://YOUR-BUCKET/uploads/attachment/file

   A few names may differ from the original, where that would have been unsafe to unpack: "file" in
   entries.ndjson is the original, "path" is where it is in this archive.

5. Point OpenProject (DATABASE_URL) to the new database and start it.
`;

const CHECK = `\
HOW TO CHECK THIS ARCHIVE

1. Is every file as it was written? Where the archive lies:

     unzip -tq backup.zip

2. Is the manifest authentic? Ask support for the public key and save it as coffer-key.pem where you unpacked
   the archive. There, with Node.js:

     node -e 'const f = require("fs"), c = require("crypto"); const [h, , s] = f.readFileSync("manifest.json.jws", "utf8").trim().split("."); console.log(c.verify("sha256", Buffer.from(h + "." + f.readFileSync("manifest.json").toString("base64url")), { key: f.readFileSync("coffer-key.pem"), dsaEncoding: "ieee-p1363" }, Buffer.from(s, "base64url")) ? "The signature is good." : "THE SIGNATURE IS WRONG.")'

   (It is a detached JWS, RFC 7515 appendix F, ES256; any library for JWS can check it.)

3. Do list and dump belong to the manifest? Compare with "sha256" under "entriesList" and "dump" in manifest.json:

     sha256sum entries.ndjson openproject.pgdump
`;
