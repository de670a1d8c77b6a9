/** What somebody who is signed in brings to prove themselves once more. What is required is worked out from their state. */
export interface Confirmation {
  readonly password?: string | undefined;
  readonly code?: string | undefined;
  /** Id of what a single sign-on found for a step-up. */
  readonly identityId?: string | undefined;
  /** They cannot, and take the way that takes a day instead. */
  readonly isWaiting?: boolean | undefined;
}
