/**
 * What the client of the mail service is made with: one attempt. A send that was not answered may have been accepted, so
 * repeating it is not the client's to decide.
 */
export const SES_CLIENT_SETTINGS = { maxAttempts: 1, requestHandler: { connectionTimeout: 3_000 } } as const;
