/**
 * Stands in for the SDK's reading of `~/.aws/config` and `~/.aws/credentials` in bundles of functions. There are no such files on
 * Lambda, and it would look for them in each first call.
 */
export const loadSharedConfigFiles = async (): Promise<{ configFile: object; credentialsFile: object }> => ({
  configFile: {},
  credentialsFile: {},
});

/** Between a kind of section and its name. */
export const CONFIG_PREFIX_SEPARATOR = ".";
