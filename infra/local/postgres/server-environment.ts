/** All a PostgreSQL server needs to know of its surroundings: nothing of this process's own environment goes there. */
export const serverEnvironment = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" } as const;
