/** Of the package, as `package.json` has it. */
export const API_VERSION = "0.1.0";
