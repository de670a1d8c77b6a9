import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { words } from "../words.ts";

/** As the API takes them; empty: all. */
export interface Filter {
  readonly kind: string;
  readonly actor: string;
  readonly from: string;
  readonly to: string;
}

export const NO_FILTER: Filter = { kind: "", actor: "", from: "", to: "" };

/** The moment at which the reader's day begins, `days` later. */
function momentOf(day: string, days = 0): string {
  if (day === "") return "";
  const begin = new Date(`${day}T00:00`);
  begin.setDate(begin.getDate() + days);
  return begin.toISOString();
}

/** Narrows the log at once, without a button. */
export function LogFilter({
  filter,
  onChange,
}: {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}) {
  const text = words.log.filter;
  const change = (part: Partial<Filter>): void => onChange({ ...filter, ...part });
  return (
    <form class="filter" aria-label={text.name} onSubmit={(event) => event.preventDefault()}>
      <Labelled name={text.kind}>
        {(id) => <Choice id={id} value={filter.kind} choices={text.kinds} onChange={(kind) => change({ kind })} />}
      </Labelled>
      <Labelled name={text.actor}>
        {(id) => <Choice id={id} value={filter.actor} choices={text.actors} onChange={(actor) => change({ actor })} />}
      </Labelled>
      <Labelled name={text.from}>
        {(id) => (
          <input
            id={id}
            type="date"
            onChange={({ currentTarget }) => change({ from: momentOf(currentTarget.value) })}
          />
        )}
      </Labelled>
      <Labelled name={text.to}>
        {(id) => (
          <input
            id={id}
            type="date"
            onChange={({ currentTarget }) => change({ to: momentOf(currentTarget.value, 1) })}
          />
        )}
      </Labelled>
    </form>
  );
}

function Labelled({ name, children }: { readonly name: string; readonly children: (id: string) => ComponentChildren }) {
  const id = useId();
  return (
    <div>
      <label for={id}>{name}</label>
      {children(id)}
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly value: string;
  readonly choices: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
}

const Choice = ({ id, value, choices, onChange }: ChoiceProps) => (
  <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
    {Object.entries(choices).map(([each, shown]) => (
      <option key={each} value={each}>
        {shown}
      </option>
    ))}
  </select>
);
