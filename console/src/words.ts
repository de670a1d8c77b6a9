/** All words of the console. Figures and times are written in the same language. */
export const LANGUAGE = "en-GB";

const files = (count: string): string => (count === "1" ? "1 file" : `${count} files`);

export const words = {
  title: "Backup",
  crumbs: "Administration › Backup",
  tabsName: "Backup",
  tabs: [
    { path: "/", name: "Backups" },
    { path: "/token", name: "Backup token" },
    { path: "/settings", name: "Settings" },
    { path: "/log", name: "Audit log" },
  ],
  loading: "Loading …",
  busy: "One moment …",
  cancel: "Cancel",
  close: "Close",
  signOut: "Sign out",
  signedInUntil: (time: string) => `Signed in until ${time} at the latest`,
  zone: (zone: string) => `All times are in your time zone, ${zone}.`,
  support: "Questions?",
  leftUntil: (left: string) => `(in ${left})`,
  noPermission:
    "You may see this page, but not make backups. Ask an administrator of your installation for the permission to create backups.",

  problem: {
    noAnswer: "The service does not answer. Look at your connection, then try again.",
    wait: (seconds: number) =>
      seconds < 90 ? `(Wait ${seconds} seconds.)` : `(Wait ${Math.ceil(seconds / 60)} minutes.)`,
    retry: "Try again",
    support: "If it lasts, write to",
  },

  signIn: {
    title: "Sign in to your backups",
    intro:
      "With login and password of your OpenProject account. You stay signed in for 30 minutes without doing anything.",
    ended: "You are not signed in any more: sessions end after a while. Sign in again to go on where you were.",
    login: "Login",
    submit: "Sign in",
    others:
      "Accounts whose password is kept in a directory (LDAP), or whose second factor is a security key or a text message, cannot sign in here with a password.",
    or: "Or as you sign in to OpenProject:",
    provider: "Single sign-on",
  },

  proof: {
    password: "Password",
    code: "Code",
    codeAlone: "The six digits of your authenticator app. Each code is good for one use.",
    provider: "Confirm at your identity provider: it asks anew who you are, and brings you back here.",
    goToProvider: "Confirm at the identity provider",
    isConfirmed: "You confirmed at your identity provider. This is good for one use, within two minutes.",
    wait: "You cannot confirm this here at once. It works a day later, and any administrator can stop it until then; all of them are told by mail.",
    none: "Your account cannot confirm this here: it has neither a password nor single sign-on. Your API key still works, and an administrator with a password can do this.",
    codeHint:
      "The six digits of your authenticator app. Leave it empty if you have none. Each code is good for one use.",
  },

  copy: {
    button: "Copy",
    name: (what: string) => `Copy: ${what}`,
    done: "Copied.",
    byHand: "Your browser does not allow it. Mark the text and copy it by hand.",
  },

  token: {
    title: "Your backup token",
    what: "A backup token is what you show to ask for a backup, here or in a script. A backup holds everything in your installation, so a password alone is not enough to ask for one.",
    none: "You have no backup token yet. Make one first; it takes a minute.",
    make: "+ Backup token",
    madeAt: "You have one, made at",
    usable: "It can be used.",
    usableFrom: "Your backup token can be used from",
    reset: "Reset",
    revoke: "Revoke",
  },

  makeToken: {
    create: {
      title: "New backup token",
      intro: "The token is shown once, right after this. Have a safe place ready, such as your password manager.",
      submit: "Make backup token",
    },
    reset: {
      title: "Reset backup token",
      intro:
        "You get a new token, and the one before ends at once: scripts that use it fail until they have the new one.",
      submit: "Reset backup token",
    },
    confirmation: (word: string) => `Type ${word} to confirm`,
    waits: "It can be used from",
    why: "New tokens wait when a password was changed recently or is not known here, so that others can step in if it was not you.",
    atOnce: "It can be used at once. All administrators are told by mail.",
  },

  madeToken: {
    title: "Your new backup token",
    once: "Store it now. It is not shown again, and nobody can look it up for you.",
    label: "Backup token",
    waits: "It can be used from",
    atOnce: "It can be used at once.",
    mailed: "All administrators of your installation are told by mail.",
    stored: "I have stored it",
  },

  holders: {
    title: "Who else has one",
    none: "Nobody else has a backup token.",
    login: "Login",
    madeAt: "Made",
    usableFrom: "Usable from",
    actions: "Actions",
    revokeOf: (login: string) => `Revoke the backup token of ${login}`,
  },

  revoke: {
    own: "Revoke your backup token?",
    of: (login: string) => `Revoke the backup token of ${login}?`,
    what: "It ends at once and cannot be had back. Scripts that use it fail. Backups that were made with it stay.",
    submit: "Revoke",
  },

  request: {
    title: "Request a backup",
    token: "Backup token",
    tokenHint: "Begins with opbk_. You stored it when you made it; if it is lost, reset it under “Backup token”.",
    content: "What to include",
    whole: "Database and attachments",
    databaseOnly: "Database only, which is smaller and faster",
    submit: "Request backup",
    waiting: "Until then there is nothing to do here.",
    limit: (count: number) =>
      `Your installation can have ${count === 1 ? "one backup" : `${count} backups`} a day, counted from midnight UTC.`,
  },

  estimate: {
    name: "What the backup would be",
    database: "Database",
    rows: (rows: string, size: string) => `${rows} rows, ${size}`,
    attachments: "Attachments",
    files: (count: string, size: string) => `${files(count)}, ${size}`,
    notIncluded: "not included",
    archive: "Archive",
    time: "Expected time",
    about: (what: string) => `about ${what}`,
    switchedOff:
      "Attachments are switched off for your installation by whoever hosts it: the backup will hold the database alone.",
    overLimit: (size: string, limitMb: number | undefined) =>
      `Your attachments (${size}) are above the limit${limitMb ? ` of ${limitMb} MB` : ""} for your installation: the backup will hold the database alone.`,
    dumpTooLong: "Your database is too large to be backed up here. Ask support before you try.",
  },

  progress: {
    title: "A backup is being made",
    asked: (name: string) => `Requested by ${name}.`,
    phases: { queued: "Waiting", dumping: "Database", packing: "Attachments", sealing: "Checking" },
    done: "(done)",
    now: (phase: string) => `Now: ${phase}`,
    entries: (done: string, total: string) => `${done} of ${total} files`,
    bytes: (done: string, total: string) => `${done} of ${total}`,
    end: (time: string) => `expected to be ready at ${time}`,
    closable: "You can close this page: you get a mail when it is ready, and find it here again.",
    cancel: "Cancel this backup",
  },

  cancelBackup: {
    title: "Cancel this backup?",
    what: "What was made so far is thrown away. You can request another one at once.",
    submit: "Cancel the backup",
  },

  history: {
    title: "Backups so far",
    none: "No backups yet. Once the first one is ready, you find it here.",
    columns: ["Requested", "Content", "Size", "Kept until"],
    actions: "Actions",
    by: (name: string) => `by ${name}`,
    missing: (count: string) => `${files(count)} missing`,
    pinned: "Pinned",
    download: "Download",
    downloadOf: (time: string) => `Download the backup of ${time}`,
    databaseOnly: "Database only",
    leftOut: {
      "not-asked": "Database only",
      "switched-off": "Database only: attachments are switched off",
      "over-size-limit": "Database only: attachments were above the limit",
    },
    whole: "Database and attachments",
    wholeOf: (count: string) => `Database and attachments, ${files(count)}`,
    more: "Show older ones",
    ended: {
      ready: "Your backup is ready. It was checked after it was made.",
      failed: "The backup could not be made. Open it to see why, and what to do.",
      cancelled: "The backup was cancelled. You can request another one.",
    },
  },

  states: {
    queued: "Waiting",
    dumping: "Being made",
    packing: "Being made",
    sealing: "Being made",
    ready: "Ready",
    failed: "Failed",
    cancelled: "Cancelled",
    deleted: "Deleted",
  },

  backup: {
    back: "← All backups",
    title: (time: string) => `Backup of ${time}`,
    by: "Requested by",
    ended: "Ended",
    content: "Content",
    size: "Size",
    keptUntil: "Kept until",
    id: "Number",
    missing: (count: string) =>
      `${files(count)} could not be read and ${count === "1" ? "is" : "are"} missing. MISSING_ATTACHMENTS.txt in the archive names them and says why; everything else is in it.`,
  },

  note: {
    title: "Label and pin",
    label: "Label",
    pinned: "Pinned: keep it when older backups are removed",
    submit: "Save",
    saved: "Saved.",
  },

  download: {
    title: "Download backup",
    what: (time: string, size: string) => `The backup of ${time}${size === "" ? "" : `, ${size}`}.`,
    why: "Whoever has this file has everything in your installation. So prove once more who you are; all administrators are told of the download.",
    submit: "Download",
    begun: "The download has begun: look for it in your browser.",
    again: (time: string, left: number) =>
      `If it breaks off, continue it in your browser, or begin it again here until ${time} (${left === 1 ? "once more" : `${left} times more`}).`,
    opens: "Asked for. This download opens",
    opensWhat:
      "All administrators are told by mail, and any of them can stop it until then. Come back here after that time; it then stays open for a day.",
    againSubmit: "Download again",
  },

  opening: {
    backup: "← To the backup",
    title: "A download that opens later",
    what: "Somebody who cannot confirm here who they are asked for this download. Instead of that proof a day goes by, in which it can be stopped. Whoever has the file has everything in your installation.",
    by: "Asked for by",
    askedAt: "Asked for",
    opensAt: "Opens",
    stop: "Stop this download",
    stopped: "Stopped: it does not open any more. All administrators are told by mail.",
  },

  remove: {
    button: "Delete …",
    title: "Delete this backup?",
    what: (time: string, keptUntil: string) =>
      `The backup of ${time} can no longer be found or downloaded by anybody.${keptUntil === "" ? "" : ` Its bytes are removed when the lock on them ends, on ${keptUntil}.`}`,
    submit: "Delete backup",
  },

  askSupport: {
    title: "Ask support",
    what: "Support gets a mail with the number of this backup, and answers to your address. They cannot open the backup.",
    message: "What is it about?",
    submit: "Send",
    sent: (mail: string) => `Sent to ${mail}. The answer comes by mail.`,
  },

  news: {
    title: "New since you last looked",
    more: "There is more in the audit log.",
    what: "If you expected this, there is nothing to do. If not, talk to whoever did it, or ask support.",
    seen: "Seen",
    log: "Open the audit log",
  },

  log: {
    title: "Audit log",
    what: "Everything that was done about backups of your installation. Nobody can change or remove what is in it.",
    adminsOnly: "Only administrators of your installation can see the audit log.",
    columns: ["When", "What", "Who", "Address"],
    none: "Nothing that fits.",
    noneYet: "Nothing that fits so far; there is more to look through.",
    more: "Show older ones",
    backup: "To the backup",
    details: {
      validFrom: "usable from",
      opensAt: "opens",
      attachments: "with attachments",
      holder: "of",
      for: "for",
      code: "because",
      login: "login",
      sessions: "sessions",
      issuer: "identity provider",
      domainName: "host name",
      ticketNumber: "ticket",
      reason: "reason",
    },
    filter: {
      name: "Narrow the log",
      kind: "What",
      actor: "Who",
      from: "From",
      to: "Until",
      kinds: {
        "": "Everything",
        backup: "Backups",
        "backup.requested": "Requests",
        "backup.downloaded": "Downloads",
        token: "Backup tokens",
        session: "Sign-ins",
        settings: "Settings",
        password: "Passwords",
        request: "Refused requests",
        audit: "Audit log",
      },
      actors: {
        "": "Anybody",
        support: "Support",
        operator: "Whoever hosts it",
        system: "The service itself",
        anonymous: "Nobody who is known",
      },
    },
    actorKinds: {
      user: "user",
      support: "support",
      operator: "operator",
      system: "the service",
      anonymous: "not known",
    },
    kinds: {
      "audit.exported": "Audit log exported",
      "audit.read": "Audit log read",
      "backup.annotated": "Backup labelled or pinned",
      "backup.cancelled": "Backup cancelled",
      "backup.deleted": "Backup deleted",
      "backup.downloaded": "Backup downloaded",
      "backup.download-granted": "Download opened",
      "backup.dumped": "Database copied",
      "backup.dumping": "Database being copied",
      "backup.failed": "Backup failed",
      "backup.handed-out": "Backup opened by support",
      "backup.looked-at": "Backup looked at",
      "backup.opening-asked": "Download asked for, opens a day later",
      "backup.opening-stopped": "Download stopped",
      "backup.packing": "Attachments being added",
      "backup.pulled": "Backup fetched by script",
      "backup.ready": "Backup ready",
      "backup.refused": "Request refused",
      "backup.requested": "Backup requested",
      "backup.sealing": "Backup being checked",
      "backup.step-up": "Confirmed for a download",
      "backup.step-up-refused": "Confirmation refused",
      "password.disabled": "Password disabled after too many wrong tries",
      "password.enabled": "Password enabled again",
      "request.refused": "Request refused",
      "session.ended": "Signed out",
      "session.refused": "Sign-in refused",
      "session.started": "Signed in",
      "session.stepped-up": "Confirmed anew",
      "settings.changed": "Settings changed",
      "settings.refused": "Change of settings refused",
      "support.asked": "Support asked",
      "tenant.changed": "Installation set up anew",
      "tenant.checked": "Installation checked",
      "tenant.registered": "Installation registered",
      "tenant.looked-at": "Installation looked at",
      "token.guessed": "Wrong backup tokens tried",
      "token.made": "Backup token made",
      "token.reset": "Backup token reset",
      "token.revoked": "Backup token revoked",
      "token.wait-skipped": "Backup token usable early",
    },
  },

  logExport: {
    button: "Export …",
    title: "Export the audit log",
    what: "You get the log as lines of JSON. Each line carries the hash of the one before, so that anybody can check that nothing is missing. Prove once more who you are.",
    submit: "Export",
    begun: (rows: string) => `${rows} lines: the download has begun.`,
    goOn: "The next part …",
  },

  pull: {
    title: "Backups by script",
    what: "A script can request a backup every night and fetch it without anybody being there, with an API key and a backup token. An API key can fetch only what it asked for itself, for 24 hours.",
    on: "Switched on: the API key that asked for a backup may fetch it.",
    off: "Switched off: every download needs a person.",
    switchOff: "Switch off",
    switchOn: "Switch on",
    switchOffWhat: "Scripts can still request backups, but no longer fetch them. All administrators are told by mail.",
    switchOnWhat: "An API key may then fetch the backups it asked for. All administrators are told by mail.",
    scriptTitle: "Set it up",
    scriptWhat:
      "Paste this into a shell of the machine that is to keep your backups. It needs bash, curl, jq and unzip, and asks for your API key (My account → Access tokens → API) and your backup token.",
    scriptName: "Commands to set up nightly backups",
    scriptAfter:
      "The last line makes a first backup at once. After that there is one each night at 3:17, and the newest seven are kept.",
  },

  operatorSettings: {
    title: "Set by whoever hosts your installation",
    what: "So that nobody who takes over an administrator’s account can weaken them. To have one changed, ask support.",
    dailyLimit: "Backups a day",
    perDay: (count: string) => count,
    waitingPeriod: "New tokens wait",
    attachments: "Attachments in backups",
    sizeLimit: "Largest sum of attachments",
    supportMail: "Support",
    yes: "yes",
    no: "no",
    noLimit: "no limit",
    megabytes: (count: string) => `${count} MB`,
    none: "no address set",
  },
} as const;
