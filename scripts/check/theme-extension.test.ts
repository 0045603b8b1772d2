import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { limitProblems, type ExtensionFile } from "./theme-extension.ts";

const file = (path: string, bytes: Buffer | string): ExtensionFile => ({
  path,
  bytes: Buffer.from(bytes),
});

test.each<{ why: string; files: ExtensionFile[]; says: string }>([
  {
    why: "blocks",
    files: Array.from({ length: 31 }, (_, index) => file(`blocks/${index}.liquid`, "x")),
    says: "31 blocks, 30 are allowed",
  },
  {
    why: "Liquid in all",
    files: [
      file("blocks/a.liquid", "x".repeat(60_000)),
      file("snippets/b.liquid", "x".repeat(60_000)),
    ],
    says: "120000 bytes of Liquid, 100000 are allowed",
  },
  {
    why: "one language",
    files: [file("locales/en.default.json", "x".repeat(15_001))],
    says: "15001 bytes in locales/en.default.json, 15000 are allowed",
  },
])("a deploy refuses too much of $why", ({ files, says }) => {
  expect(limitProblems(files)).toEqual([says]);
});

test("scripts count as they travel, compressed, and all together", () => {
  expect(limitProblems([file("assets/a.js", "x".repeat(50_000))])).toEqual([]);
  const scripts = [
    file("assets/a.js", randomBytes(3_000)),
    file("assets/b.js", randomBytes(3_000)),
  ];
  expect(limitProblems(scripts)[0]).toMatch(
    /^60\d\d compressed bytes of scripts, 5000 are allowed/,
  );
});

test("styles count wherever they stand, in an asset or in Liquid", () => {
  const noise = (): string => randomBytes(3_000).toString("base64");
  const files = [
    file("assets/a.css", noise()),
    file("snippets/a.liquid", `<p></p><style>${noise()}</style>`),
  ];
  expect(limitProblems(files)[0]).toMatch(/compressed bytes of styles, 5000 are allowed/);
});
