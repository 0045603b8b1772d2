import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { BadEnvironment, readEnv } from "../../app/env.server.ts";
import { PROJECT_DIR } from "./tree.ts";

const read = (file: string): string => readFileSync(path.join(PROJECT_DIR, file), "utf8");
const lines = read(".env.example").split("\n");
const offered = lines.flatMap((line) => /^#? ?([A-Z_]+)=/.exec(line)?.[1] ?? []);
const understood = [...read("app/env.server.ts").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
  ([, name]) => name,
);

/** Read by the dev store, tests and benches, or by a part of the app that isn't in env.server.ts. */
const READ_ELSEWHERE = ["CHROME_PATH", "DATASETS_DIR", "DEV_STORE_PORT", "SMTP_URL"];

describe(".env.example", () => {
  test("offers every setting that the app understands, and no other", () => {
    expect(understood.length).toBeGreaterThan(10);
    expect([...offered].sort()).toEqual([...new Set([...understood, ...READ_ELSEWHERE])].sort());
  });

  test("leaves open exactly what has no default", () => {
    const asWritten = Object.fromEntries(
      lines.flatMap((line) => {
        const [, name = "", value = ""] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
        return name === "" ? [] : [[name, value]];
      }),
    );
    const key = "0".repeat(64);
    const filled = {
      SHOPIFY_API_KEY: "k",
      SHOPIFY_API_SECRET: "s",
      ENCRYPTION_KEY: key,
      SEAL_KEY: key,
    };
    expect(() => readEnv(asWritten)).toThrow(BadEnvironment);
    expect(readEnv({ ...asWritten, ...filled }).SHOPIFY_APP_URL).toBe(
      "https://perennial.example.com",
    );
    expect(Object.keys(asWritten).sort()).toEqual(
      [...Object.keys(filled), "SHOPIFY_APP_URL"].sort(),
    );
  });
});
