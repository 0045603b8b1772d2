import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStaticFiles } from "./static-files.server.ts";

const script = "export const answer = 42;\n".repeat(100);
let dir = "";
let origin = "";
let server: Server;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "perennial-files-"));
  mkdirSync(path.join(dir, "client", "assets"), { recursive: true });
  writeFileSync(path.join(dir, "secret.txt"), "not yours");
  writeFileSync(path.join(dir, "client", "assets", "page-a1b2.js"), script);
  writeFileSync(path.join(dir, "client", "favicon.svg"), "<svg/>");
  writeFileSync(path.join(dir, "client", "assets", "gone-c3d4.css"), "a{}");
  const files = createStaticFiles(path.join(dir, "client"));
  server = createServer((request, response) => {
    if (!files.serve(request, response)) response.writeHead(404).end("no file");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  rmSync(dir, { recursive: true, force: true });
});

test("a file with a hash in its name is kept by browsers for good and travels compressed", async () => {
  const answer = await fetch(`${origin}/assets/page-a1b2.js`, {
    headers: { "accept-encoding": "gzip, br" },
  });
  expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(answer.headers.get("content-encoding")).toBe("br");
  expect(await answer.text()).toBe(script);
});

test("who can't read the compression gets the file as it is", async () => {
  const answer = await fetch(`${origin}/assets/page-a1b2.js`, {
    headers: { "accept-encoding": "identity" },
  });
  expect(answer.headers.get("content-encoding")).toBeNull();
  expect(answer.headers.get("content-length")).toBe(String(script.length));
  expect(await answer.text()).toBe(script);
});

test("a name without a hash is asked for again within the hour", async () => {
  const answer = await fetch(`${origin}/favicon.svg`, { method: "HEAD" });
  expect(answer.headers.get("cache-control")).toBe("public, max-age=3600");
  expect(await answer.text()).toBe("");
});

test.each([
  "/",
  "/assets/none.js",
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/assets/..%2f..%2fsecret.txt",
])("%s is none of the files", async (name) => {
  expect((await fetch(`${origin}${name}`)).status).toBe(404);
});

test("a file is only read: POST is for others to answer", async () => {
  expect((await fetch(`${origin}/favicon.svg`, { method: "POST" })).status).toBe(404);
});

test.each(["br", "identity"])(
  "a file that a newer build took away is not found, and nothing else suffers (%s)",
  async (encoding) => {
    rmSync(path.join(dir, "client", "assets", "gone-c3d4.css"), { force: true });
    const headers = { "accept-encoding": encoding };
    expect((await fetch(`${origin}/assets/gone-c3d4.css`, { headers })).status).toBe(404);
    expect((await fetch(`${origin}/assets/page-a1b2.js`, { headers })).status).toBe(200);
  },
);
