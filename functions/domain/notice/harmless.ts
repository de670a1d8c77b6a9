const CHARACTERS_MAX = 80;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Joiners stay where letters or the parts of an emoji need them, and nowhere else. */
const JOINER = /^[\u200c\u200d]$/u;
const JOINED = /[\p{L}\p{M}\p{Extended_Pictographic}\u{1f3fb}-\u{1f3ff}]$/u;
const JOINING = /^[\p{L}\p{Extended_Pictographic}]/u;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Text that a user could have chosen (a name, a login, a file), fit to stand in a mail: one line, without control and
 * direction characters, short, and with nothing left that a mail program would turn into a link. Text of a script that
 * runs from right to left is set apart, so that it turns nothing around it.
 */
export const harmless = (text: string, charactersMax = CHARACTERS_MAX): string => {
  const line = text
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, (found, at: number, all: string) => {
      const isInPlace = JOINER.test(found) && JOINED.test(all.slice(0, at)) && JOINING.test(all.slice(at + 1));
      return isInPlace ? found : " ";
    })
    .replaceAll(/\s+/gu, " ")
    .trim();
  const defused = cut(line, charactersMax)
    .replaceAll("://", "[:]//")
    // A host name ends in letters; an address in figures alone is no link, and is read more easily as it is.
    .replaceAll(/\.(?=\p{L})/gu, "[.]")
    .replaceAll("@", "[at]");
  return RIGHT_TO_LEFT.test(defused) ? `\u2068${defused}\u2069` : defused;
};

/** Between characters as a person counts them, and never longer than so many UTF-16 units, however they are piled up. */
function cut(line: string, charactersMax: number): string {
  if (line.length <= charactersMax) return line;
  let kept = "";
  for (const { segment } of graphemes.segment(line)) {
    if (kept.length + segment.length >= charactersMax) break;
    kept += segment;
  }
  return `${kept}…`;
}
