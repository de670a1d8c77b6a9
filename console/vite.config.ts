import { join } from "node:path";
import { defineConfig } from "vite";

/** One page, one script, one style sheet, each but the page named after its own bytes. Nothing is taken from elsewhere. */
export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: join(import.meta.dirname, "../.coffer/console"),
    emptyOutDir: true,
    target: "es2022",
    // Nothing may stand in the page itself: its policy forbids it.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
  },
});
