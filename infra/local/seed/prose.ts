import { grammar } from "./grammar.ts";
import type { SeededRandom } from "./seeded-random.ts";

type Rule = keyof typeof grammar;

const isRule = (name: string): name is Rule => name in grammar;
const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Text as it stands in a project tool, made from the grammar by chance. */
export interface Prose {
  subject(): string;
  /** One to five sentences. */
  paragraph(): string;
  /** A work package's description: paragraphs, sometimes a list of what has to be true at the end. */
  description(): string;
  /** A comment; now and then it quotes a sentence of the description, as people do. */
  note(description: string): string;
}

export function prose(random: SeededRandom): Prose {
  const write = (rule: Rule): string =>
    random.pick<string>(grammar[rule]).replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      if (isRule(name)) return write(name);
      const small = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
      if (isRule(small)) return capitalised(write(small));
      throw new Error(`The grammar has no rule for ${name}.`);
    });
  const times = (count: number, rule: Rule) => Array.from({ length: count }, () => capitalised(write(rule)));
  const paragraph = () => times(random.whole(1, 5), "sentence").join(" ");
  const criteria = () =>
    `### Done when\n\n${times(random.whole(2, 4), "criterion")
      .map((line) => `- ${line}`)
      .join("\n")}`;
  return {
    subject: () => capitalised(write("subject")),
    paragraph,
    description: () =>
      [...Array.from({ length: random.whole(1, 3) }, paragraph), ...(random.oneIn(3) ? [criteria()] : [])].join("\n\n"),
    note: (description) => {
      const own = times(random.whole(1, 2), "note").join(" ");
      const quoted = description.split("\n", 1)[0];
      return random.oneIn(3) ? `> ${quoted}\n\n${own}` : own;
    },
  };
}
