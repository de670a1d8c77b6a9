/** The account and the place that the embedded cloud pretends to be. */
export const ACCOUNT_ID = "000000000000";
export const REGION = "eu-central-1";
