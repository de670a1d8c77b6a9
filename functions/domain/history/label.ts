export const LABEL_CHARACTERS_MAX = 80;

/** One short line, without control and direction characters: it stands in lists, in mails, and on a terminal. */
export const isLabel = (text: string): boolean =>
  text.length <= LABEL_CHARACTERS_MAX && text.isWellFormed() && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
