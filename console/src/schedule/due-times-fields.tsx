import { useId, useState } from "preact/hooks";
import { words } from "../words.ts";
import { choiceOf } from "./due-times.ts";

interface DueTimesFieldsProps {
  readonly cron: string;
  readonly timeZone: string;
}

/** How often and at what time, or as a cron expression; and whose clock it is. */
export function DueTimesFields({ cron, timeZone }: DueTimesFieldsProps) {
  const choice = choiceOf(cron);
  const [rhythm, setRhythm] = useState<string>(choice.rhythm);
  const id = useId();
  const text = words.schedule;
  return (
    <>
      <div class="field">
        <label for={`${id}-rhythm`}>{text.rhythm}</label>
        <select
          id={`${id}-rhythm`}
          name="rhythm"
          value={rhythm}
          onChange={({ currentTarget }) => setRhythm(currentTarget.value)}
        >
          {Object.entries(text.rhythms).map(([value, shown]) => (
            <option key={value} value={value}>
              {shown}
            </option>
          ))}
        </select>
      </div>
      {rhythm === "cron" ? (
        <div class="field">
          <label for={`${id}-cron`}>{text.cron}</label>
          <input
            id={`${id}-cron`}
            name="cron"
            class="secret"
            defaultValue={cron}
            autocomplete="off"
            spellcheck={false}
            aria-describedby={`${id}-cron-hint`}
            required
          />
          <small id={`${id}-cron-hint`}>{text.cronHint}</small>
        </div>
      ) : (
        <div class="field">
          <label for={`${id}-clock`}>{text.clock}</label>
          <input id={`${id}-clock`} name="clock" type="time" class="short" defaultValue={choice.clock} required />
        </div>
      )}
      <div class="field">
        <label for={`${id}-zone`}>{text.timeZone}</label>
        <input
          id={`${id}-zone`}
          name="timeZone"
          list={`${id}-zones`}
          defaultValue={timeZone}
          autocomplete="off"
          spellcheck={false}
          required
        />
        <datalist id={`${id}-zones`}>
          {Intl.supportedValuesOf("timeZone").map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </div>
    </>
  );
}
