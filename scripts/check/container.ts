/** Dockerfile and compose file, by their linters: no image can be built where checks run. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { DCLinter } from "dclint";
import { validate, ValidationSeverity } from "dockerfile-utils";

/** Prettier says how values are quoted; the linter has another opinion of it. */
const PRETTIERS = ["require-quotes-in-ports"];

export function run(root: string): Promise<string[]> {
  return Promise.resolve([
    ...dockerfileProblems(readFileSync(path.join(root, "Dockerfile"), "utf8")),
    ...composeProblems(path.join(root, "compose.yaml")),
  ]);
}

export function dockerfileProblems(text: string): string[] {
  return validate(text, { instructionWorkdirRelative: ValidationSeverity.ERROR }).map(
    ({ range, message }) =>
      `Dockerfile:${range.start.line + 1}: ${typeof message === "string" ? message : message.value}`,
  );
}

export function composeProblems(file: string): string[] {
  const linter = new DCLinter({
    rules: Object.fromEntries(PRETTIERS.map((rule) => [rule, 0])),
    quiet: false,
    debug: false,
    exclude: [],
    disableAllRules: false,
  } as ConstructorParameters<typeof DCLinter>[0]);
  return linter
    .lintFiles([file], false)
    .flatMap(({ messages }) =>
      messages.map(
        ({ line, message, rule }) => `${path.basename(file)}:${line}: ${message} (${rule})`,
      ),
    );
}
