import { words } from "../words.ts";

/** As the API takes them; empty: all. */
export interface Filter {
  readonly kind: string;
  readonly actor: string;
  readonly from: string;
  readonly to: string;
}

export const NO_FILTER: Filter = { kind: "", actor: "", from: "", to: "" };

const DAY_MS = 24 * 3_600_000;

/** A day as the reader has it, from its first moment on; `days` later. */
const momentOf = (day: string, days = 0): string =>
  day === "" ? "" : new Date(new Date(`${day}T00:00`).getTime() + days * DAY_MS).toISOString();

/** Narrows the log at once, without a button. */
export function LogFilter({
  filter,
  onChange,
}: {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}) {
  const text = words.log.filter;
  const choose = (name: "kind" | "actor", label: string, choices: Readonly<Record<string, string>>) => (
    <label>
      {label}
      <select value={filter[name]} onChange={(event) => onChange({ ...filter, [name]: event.currentTarget.value })}>
        {Object.entries(choices).map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <form class="filter" aria-label={text.name} onSubmit={(event) => event.preventDefault()}>
      {choose("kind", text.kind, text.kinds)}
      {choose("actor", text.actor, text.actors)}
      <label>
        {text.from}
        <input type="date" onChange={(event) => onChange({ ...filter, from: momentOf(event.currentTarget.value) })} />
      </label>
      <label>
        {text.to}
        <input type="date" onChange={(event) => onChange({ ...filter, to: momentOf(event.currentTarget.value, 1) })} />
      </label>
    </form>
  );
}
