import next from "eslint-config-next/core-web-vitals";
import ts from "eslint-config-next/typescript";
import { labelInName } from "./scripts/lint/label-in-name.mjs";
import { loneText } from "./scripts/lint/lone-text.mjs";

const TESTS = ["**/*.test.{ts,tsx}", "e2e/**", "proof/**", "lib/testing/**"];

/** A rule, a view and the vocabulary get the time and the dice as arguments. */
const clockAndDice = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Take `now` as an argument." },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "Take `now` as an argument.",
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: "Take randomness as an argument.",
  },
];
const waiting = [{ selector: "AwaitExpression", message: "Rules and views do no I/O." }];

/** A child sees what it is given, never the whole shell of whoever called us. */
const environmentOfChildren = [
  {
    selector: "SpreadElement > MemberExpression[object.name='process'][property.name='env']",
    message: "Give a child what it needs: childEnv() of scripts/environment.mjs.",
  },
  {
    selector:
      "CallExpression[callee.name=/^(spawn|spawnSync|execFile|execFileSync|fork)$/]:not(:has(Property[key.name='env']))",
    message: "Say what the child sees: env: childEnv() of scripts/environment.mjs.",
  },
];

const config = [
  ...next,
  ...ts,
  {
    ignores: [
      "public/**",
      ".next/**",
      ".next-*/**",
      ".data/**",
      "lib/db/generated/**",
      "packages/*/dist/**",
      "next-env.d.ts",
    ],
  },
  // Generated, and compared with the OpenAPI document by a test.
  { ignores: ["packages/sdk/src/generated.ts"] },
  {
    files: ["**/*.{ts,tsx}"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
      "no-restricted-properties": ["error", { object: "process", property: "env", message: "Read lib/env.ts." }],
      "no-restricted-globals": ["error", { name: "parseFloat", message: "Money is integer fen." }],
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    files: ["app/**/*.tsx", "components/**/*.tsx"],
    plugins: { house: { rules: { "label-in-name": labelInName, "lone-text": loneText } } },
    rules: { "house/label-in-name": "error", "house/lone-text": "error" },
  },
  {
    files: ["lib/*/rules.ts", "lib/*/view.ts"],
    rules: { "no-restricted-syntax": ["error", ...clockAndDice, ...waiting] },
  },
  { files: ["lib/core/*.ts"], ignores: TESTS, rules: { "no-restricted-syntax": ["error", ...clockAndDice] } },
  // A describe is as long as its cases, and a test may print what it counted.
  { files: TESTS, rules: { "max-lines-per-function": "off", "no-console": ["error", { allow: ["info"] }] } },
  // Only these know React; elsewhere `useSomething` is a plain name.
  { files: ["lib/**", "packages/**", "scripts/**", ...TESTS], rules: { "react-hooks/rules-of-hooks": "off" } },
  // Who starts processes decides what they see, and talks to a person.
  {
    files: ["scripts/**", "prisma/**", "bench/**", "proof/**", "examples/**"],
    rules: { "no-restricted-properties": "off", "no-console": "off" },
  },
  {
    files: ["scripts/**", "prisma/**", "bench/**", "proof/**", "e2e/**", "lib/testing/**", "packages/**/*.test.ts"],
    rules: { "no-restricted-syntax": ["error", ...environmentOfChildren] },
  },
  { files: ["packages/**", "lib/start.ts"], rules: { "no-console": "off" } },
  // NEXT_RUNTIME and NODE_ENV are put in by Next when it builds these two.
  { files: ["instrumentation.ts", "proxy.ts"], rules: { "no-restricted-properties": "off" } },
  { files: ["lib/env.ts", "*.config.ts", ...TESTS], rules: { "no-restricted-properties": "off" } },
];

export default config;
