// Runs before anything is installed, on whatever Node (from 20 on) the machine has: plain JavaScript, no packages.
// Brings the packages and the system programs that `npm start` (or, with `--test`, `npm test`) needs.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../..");
const isForTests = process.argv.includes("--test");

/** Names that Chromium goes by; `test/support/a-browser.ts` takes the first that is there. */
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];

/** Each program, and Debian's and Homebrew's names of what it comes in. */
const programs = [
  { isThere: () => hasPostgres(), what: "PostgreSQL's server and client", apt: "postgresql", brew: "postgresql@17" },
  { isThere: () => isOnPath("unzip"), what: "unzip", apt: "unzip", brew: "unzip" },
  ...(isForTests
    ? [
        { isThere: () => isOnPath("python3"), what: "python3", apt: "python3", brew: "python" },
        { isThere: () => isOnPath("bsdtar"), what: "bsdtar", apt: "libarchive-tools", brew: "libarchive" },
        { isThere: () => isOnPath("7z"), what: "7z", apt: "p7zip-full", brew: "p7zip" },
        { isThere: () => isOnPath("curl"), what: "curl", apt: "curl", brew: "curl" },
        { isThere: () => isOnPath("jq"), what: "jq", apt: "jq", brew: "jq" },
        { isThere: () => isOnPath("openssl"), what: "openssl", apt: "openssl", brew: "openssl" },
        { isThere: () => isOnPath("ps"), what: "ps", apt: "procps", brew: "procps" },
        { isThere: () => isOnPath("git"), what: "git", apt: "git", brew: "git" },
        { isThere: () => BROWSERS.some(isOnPath), what: "Chromium", apt: "chromium", brew: "chromium" },
      ]
    : []),
];

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const pathDirectories = () => (process.env.PATH ?? "").split(delimiter).filter((directory) => directory !== "");

function isOnPath(program) {
  return pathDirectories().some((directory) => isExecutable(join(directory, program)));
}

const versioned = (base, pattern, below) =>
  (existsSync(base) ? readdirSync(base) : [])
    .filter((name) => pattern.test(name))
    .map((name) => join(base, name, below));

/** As `postgres/find-postgres.ts` looks for it. */
function hasPostgres() {
  const places = process.env.PG_BIN
    ? [process.env.PG_BIN]
    : [
        ...pathDirectories(),
        ...versioned("/usr/lib/postgresql", /^\d+$/, "bin"),
        ...versioned("/opt/homebrew/opt", /^postgresql@/, "bin"),
        ...versioned("/usr/local/opt", /^postgresql@/, "bin"),
      ];
  const needed = ["postgres", "initdb", "psql", "pg_dump", "pg_restore"];
  return places.some((directory) => needed.every((program) => isExecutable(join(directory, program))));
}

/** npm notes what it has installed; that must be what the lock file asks for, and Node 24 must have come with it. */
function hasPackages() {
  const note = join(root, "node_modules/.package-lock.json");
  if (!existsSync(note) || !isExecutable(join(root, "node_modules/.bin/node"))) return false;
  const installed = JSON.parse(readFileSync(note, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([name, { version, integrity, optional }]) =>
      name === "" ||
      // Packages for other systems are in the lock file and not on the disk.
      (optional && !installed[name]) ||
      (installed[name]?.version === version && installed[name]?.integrity === integrity),
  );
}

/** Whether the program succeeded; what it said otherwise. */
function attempt(command, args, environment) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, env: environment, encoding: "utf8" });
  return { isGood: status === 0, said: `${stdout ?? ""}${stderr ?? ""}${error ? `${error.message}\n` : ""}` };
}

function run(command, args, environment) {
  const { isGood, said } = attempt(command, args, environment);
  if (isGood) return;
  process.stderr.write(`\n${said}`);
  stop(`This failed: ${command} ${args.join(" ")}`);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}

function step(what, work) {
  const started = Date.now();
  process.stdout.write(`${what} … `);
  work();
  process.stdout.write(`${((Date.now() - started) / 1000).toFixed(0)} s\n`);
}

/**
 * With scripts, since Node 24 comes by one; and not by the Node under node_modules, which is replaced meanwhile. Some
 * releases of npm refuse a lock file that leaves out packages for other systems: then what it has is installed, and it is
 * left as it is.
 */
function installPackages() {
  const PATH = pathDirectories()
    .filter((directory) => !directory.includes("node_modules"))
    .join(delimiter);
  const environment = { ...process.env, PATH };
  const quietly = ["--ignore-scripts=false", "--no-audit", "--no-fund", "--loglevel=error"];
  if (attempt("npm", ["ci", ...quietly], environment).isGood) return;
  run("npm", ["install", "--no-save", ...quietly], environment);
}

/** PostgreSQL last and without a cluster: Debian's package would start one beside ours. */
function installPrograms(missing) {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = (names) => run("apt-get", ["install", "-y", "--no-install-recommends", ...names], environment);
  run("apt-get", ["update"], environment);
  const names = missing.map(({ apt }) => apt);
  if (names.includes("postgresql")) {
    install(["postgresql-common"]);
    const file = "/etc/postgresql-common/createcluster.conf";
    const settings = existsSync(file) ? readFileSync(file, "utf8") : "";
    const others = settings.split("\n").filter((line) => !/^\s*#?\s*create_main_cluster\b/.test(line));
    writeFileSync(file, [...others, "create_main_cluster = false", ""].join("\n"));
  }
  install(names);
}

if (!hasPackages()) step("Installing packages", installPackages);
if (!hasPackages()) stop("npm left node_modules unlike package-lock.json; remove node_modules and try again.");

const missing = programs.filter((program) => !program.isThere());
if (missing.length > 0) {
  const what = missing.map((program) => program.what).join(", ");
  const names = missing.map(({ apt }) => apt).join(" ");
  if (!isOnPath("apt-get"))
    stop(`Missing: ${what}. On macOS: brew install ${missing.map(({ brew }) => brew).join(" ")}`);
  if (process.getuid() !== 0) stop(`Missing: ${what}. Run: sudo apt-get install -y --no-install-recommends ${names}`);
  step(`Installing ${names} (apt-get)`, () => installPrograms(missing));
  const still = programs.filter((program) => !program.isThere()).map((program) => program.what);
  if (still.length > 0) stop(`Installed, and still not found: ${still.join(", ")}.`);
}
