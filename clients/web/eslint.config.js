import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "src/gen"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js"] } } } },
  { files: ["eslint.config.js"], ...tseslint.configs.disableTypeChecked },
  // Programs of Node and of the page in one file; the compiler knows which name belongs where.
  { files: ["tests/**"], ...tseslint.configs.disableTypeChecked },
  { files: ["tests/**"], rules: { "no-undef": "off" } },
);
