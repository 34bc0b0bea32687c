import { defineConfig } from "vite";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  // The page's policy allows no inline script and no data: fonts, so nothing is inlined.
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { "^/(emotion\\.v1|readyz)": "http://127.0.0.1:8080" } },
});
