import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { buildConsole } from "../../infra/cloud/functions/build-console.ts";

const { page, assets } = buildConsole();
const KIB = 1024;
/** All that a browser loads at its first visit, gzipped. */
const LOADED_MAX = 60 * KIB;

test("the console is small enough for a slow connection", () => {
  const loaded = [page, ...Object.entries(assets).flatMap(([name, { text }]) => (name.endsWith(".sh") ? [] : [text]))];
  const bytes = loaded.reduce((sum, text) => sum + gzipSync(text).length, 0);
  expect(bytes).toBeGreaterThan(5 * KIB);
  expect(bytes).toBeLessThanOrEqual(LOADED_MAX);
});

test("the page loads files of its own alone, and holds no script or style itself", () => {
  const loaded = [...page.matchAll(/(?:src|href)="([^"]*)"/gu)].map(([, address = ""]) => address);
  expect(loaded.length).toBeGreaterThanOrEqual(3);
  expect(loaded.filter((address) => !Object.hasOwn(assets, address.replace(/^\/assets\//u, "")))).toEqual([]);
  expect(page).not.toMatch(/<style|style=|onload=|<script[^>]*>[^<]/u);
});

test("what is for ever is named after its bytes", () => {
  const forEver = Object.entries(assets).flatMap(([name, { isForEver }]) => (isForEver ? [name] : []));
  expect(forEver.length).toBeGreaterThanOrEqual(3);
  expect(forEver.filter((name) => !/-[\w-]{8}\.\w+$/u.test(name))).toEqual([]);
});

test("styles and scripts name no other host", () => {
  const code = Object.entries(assets).filter(([name]) => /\.(js|css)$/u.test(name));
  const hosts = code.flatMap(([, { text }]) => [...text.matchAll(/https?:\/\/[\w.-]+/gu)].map(([host]) => host));
  // Names of vocabularies, which nothing is loaded from.
  expect(new Set(hosts)).toEqual(new Set(["http://www.w3.org"]));
});
