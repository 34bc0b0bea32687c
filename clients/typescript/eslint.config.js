import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "src/gen"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js"] } } } },
  { files: ["eslint.config.js"], ...tseslint.configs.disableTypeChecked },
  // node:test returns promises that nobody has to await.
  { files: ["tests/**"], rules: { "@typescript-eslint/no-floating-promises": "off" } },
);
