import { expect, test } from "vitest";
import { APP_BRIDGE_CDN, withAppBridge } from "./app-bridge-page.ts";

const standIn = "http://127.0.0.1:3001/app-bridge.js";
const page = () =>
  new Response(`<script data-api-key="k" src="${APP_BRIDGE_CDN}"></script>`, {
    status: 200,
    headers: { "content-type": "text/html;charset=utf-8", "x-kept": "yes" },
  });

test("in the demo the library's page loads the dev store's stand-in", async () => {
  const answer = await withAppBridge(page(), standIn);
  expect(await answer.text()).toBe(`<script data-api-key="k" src="${standIn}"></script>`);
  expect(answer.headers.get("x-kept")).toBe("yes");
});

test("in a real shop, and for an answer that is no page, nothing changes", async () => {
  const real = page();
  expect(await withAppBridge(real, APP_BRIDGE_CDN)).toBe(real);
  const redirect = new Response(null, { status: 302, headers: { location: "/x" } });
  expect(await withAppBridge(redirect, standIn)).toBe(redirect);
});
