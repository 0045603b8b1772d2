import { createServer, request as send, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { BodyTooLarge, sendResponse, toRequest } from "./node-web.server.ts";

const APP_URL = "https://app.example.com";
let server: Server | undefined;

afterEach(async () => {
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

/** A server whose answer to every request is made by `handle`. */
async function serving(
  handle: (request: Request) => Promise<Response> | Response,
): Promise<number> {
  server = createServer((incoming, response) => {
    void (async () => {
      try {
        await sendResponse(
          await handle(toRequest(incoming, response, APP_URL)),
          incoming,
          response,
        );
      } catch (error) {
        response.statusCode = error instanceof BodyTooLarge ? 413 : 500;
        response.end(String(error));
      }
    })();
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

interface Asked {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

async function ask(port: number, { path = "/", method = "GET", headers = {}, body }: Asked) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = send({ host: "127.0.0.1", port, path, method, headers }, resolve);
    asked.on("error", reject);
    asked.end(body);
  });
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

test.each([
  { why: "a Host header", path: "/app?shop=a", headers: { host: "evil.example.com" } },
  { why: "an absolute target", path: "http://evil.example.com/app?shop=a", headers: {} },
])("$why does not choose the origin of the page's URL", async ({ path, headers }) => {
  const port = await serving((request) => new Response(request.url));
  expect((await ask(port, { path, headers })).body).toBe(`${APP_URL}/app?shop=a`);
});

test("a path that looks like another host stays a path", async () => {
  const port = await serving((request) => new Response(new URL(request.url).host));
  expect((await ask(port, { path: "//evil.example.com/" })).body).toBe("app.example.com");
});

test("method, headers and body arrive, status, cookies and body come back", async () => {
  const port = await serving(async (request) => {
    const headers = new Headers({ "x-seen": request.headers.get("x-sent") ?? "" });
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    return new Response(`${request.method} ${await request.text()}`, { status: 201, headers });
  });
  const asked = { method: "POST", headers: { "x-sent": "yes" }, body: "hello" };
  expect(await ask(port, asked)).toMatchObject({
    status: 201,
    body: "POST hello",
    headers: { "x-seen": "yes", "set-cookie": ["a=1", "b=2"] },
  });
});

test("HEAD is answered without a body", async () => {
  const port = await serving(() => new Response("a page", { headers: { "x-page": "yes" } }));
  expect(await ask(port, { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
});

test("a body over a megabyte is refused, whether its length was announced or not", async () => {
  const port = await serving(
    async (request) => new Response(String((await request.text()).length)),
  );
  const body = "x".repeat(1024 * 1024 + 1);
  const announced = { method: "POST", headers: { "content-length": String(body.length) }, body };
  expect((await ask(port, announced)).status).toBe(413);
  const chunked = { method: "POST", headers: { "transfer-encoding": "chunked" }, body };
  expect((await ask(port, chunked)).status).not.toBe(200);
});
