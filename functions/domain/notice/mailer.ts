/** A mail as it is read: the same words as text and as HTML. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mail extends RenderedMail {
  readonly to: string;
  readonly from: string;
}

/**
 * Hands mails to the mail service, one recipient each. Throws `service-busy` when the mail was surely not accepted, and
 * `answer-ambiguous` when nobody can say.
 */
export interface Mailer {
  send(mail: Mail): Promise<"accepted">;
}
