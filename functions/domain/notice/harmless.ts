const CHARACTERS_MAX = 80;

/**
 * Text that a user could have chosen (a name, a login, a file), fit to stand in a mail: one line, without control and
 * direction characters, short, and with nothing left that a mail program would turn into a link.
 */
export const harmless = (text: string, charactersMax = CHARACTERS_MAX): string => {
  const line = text
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .trim();
  // Cut between characters, not within one.
  const short = line.length > charactersMax ? `${line.slice(0, charactersMax).toWellFormed().slice(0, -1)}…` : line;
  return (
    short
      .replaceAll("://", "[:]//")
      // A host name ends in letters; an address in figures alone is no link, and is read more easily as it is.
      .replaceAll(/\.(?=\p{L})/gu, "[.]")
      .replaceAll("@", "[at]")
  );
};
