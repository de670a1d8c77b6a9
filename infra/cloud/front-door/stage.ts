/** The one stage of the API: part of its address, and of what rights are given for. */
export const STAGE = "live";
