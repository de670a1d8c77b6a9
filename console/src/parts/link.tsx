import type { ComponentChildren } from "preact";
import { goTo } from "../route.ts";

interface LinkProps {
  readonly to: string;
  readonly isCurrent?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** To another view of the console. With a modifier key it is an ordinary link. */
export function Link({ to, isCurrent, class: name, children }: LinkProps) {
  return (
    <a
      href={to}
      {...(name === undefined ? {} : { class: name })}
      {...(isCurrent ? { "aria-current": "page" as const } : {})}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
        event.preventDefault();
        goTo(to);
      }}
    >
      {children}
    </a>
  );
}
