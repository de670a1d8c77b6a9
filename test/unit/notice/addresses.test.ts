import { expect, it } from "vitest";
import { renderNotice } from "../../../functions/domain/notice/render-notice.ts";
import { PAGES } from "../../../functions/routes.ts";
import {
  SAMPLE_NOTICES,
  SAMPLE_RECIPIENT,
  SAMPLE_TENANT,
  SAMPLES_AT,
} from "../../../infra/local/mails/sample-notices.ts";

const pages = PAGES.map(({ path }) => new RegExp(`^${path.replaceAll(/\{\w+\}/gu, "[\\w-]+")}$`, "u"));

it("every address that a mail tells is a page of the console", () => {
  const paths = SAMPLE_NOTICES.flatMap(({ name, content, recipient = SAMPLE_RECIPIENT }) => {
    const event = { eventId: name, tenantId: SAMPLE_TENANT.tenantId, at: SAMPLES_AT, ...content };
    const { html } = renderNotice(SAMPLE_TENANT, event, recipient);
    return [...html.matchAll(/href="([^"]*)"/gu)].map(([, address = ""]) => new URL(address).pathname);
  });
  expect(paths.length).toBeGreaterThan(30);
  expect(paths.filter((path) => !pages.some((page) => page.test(path)))).toEqual([]);
});
