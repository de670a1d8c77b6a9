/** Signs for the account itself; the servers of the bench, on 127.0.0.1, know nobody else. */
export const owner = { accessKeyId: "AKIALOCALACCOUNTOWNR", secretAccessKey: "local-account-owner" };

/** The same for functions, which on Lambda always have a session. */
export const ownerVariables = {
  AWS_ACCESS_KEY_ID: owner.accessKeyId,
  AWS_SECRET_ACCESS_KEY: owner.secretAccessKey,
  AWS_SESSION_TOKEN: "of the owner",
};
