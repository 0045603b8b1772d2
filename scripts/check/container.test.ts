import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { composeProblems, dockerfileProblems, run } from "./container.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "perennial-container-"));
afterAll(() => rmSync(scratch, { recursive: true }));

test("the project's own files have no problem", async () => {
  expect(await run(path.join(import.meta.dirname, "..", ".."))).toEqual([]);
});

test("a misspelt instruction is named with its line", () => {
  expect(dockerfileProblems("FROM node:24\nRUNN npm ci\n")).toEqual([
    expect.stringMatching(/^Dockerfile:2: .*RUNN/) as string,
  ]);
});

test("a service without a version, and one that isn't there, are named", () => {
  const file = path.join(scratch, "compose.yaml");
  writeFileSync(
    file,
    "name: x\nservices:\n  app:\n    image: postgres\n    depends_on:\n      - db\n",
  );
  expect(composeProblems(file).join("\n")).toMatch(/explicit-tag/);
});
