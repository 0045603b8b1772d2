import { expect, test } from "vitest";
import { appFrameOf, titled, type AppFrame } from "./app-frame.ts";

const frame: AppFrame = {
  apiKey: "k",
  appBridgeUrl: "https://cdn.example.com/app-bridge.js",
  reader: { language: "zh-CN", timeZone: "Europe/London", currency: "GBP" },
};
const root = { id: "root", data: null };

test("every page under /app stands in the admin's frame", () => {
  const home = { id: "routes/app._index", data: {} };
  expect(appFrameOf([root, { id: "routes/app", data: frame }, home])).toEqual(frame);
});

test("a page outside of the admin has none, nor has one whose layout failed to load", () => {
  expect(appFrameOf([root, { id: "routes/_index", data: {} }])).toBeNull();
  expect(appFrameOf([root, { id: "routes/app", data: undefined }])).toBeNull();
});

test("a page's title is in the language of its reader, in English where nobody is known", () => {
  const title = titled((words) => words.frame.menu.members);
  expect(title({ matches: [{ id: "routes/app", data: frame }] })).toEqual([
    { title: "会员 · Perennial" },
  ]);
  expect(title({ matches: [root] })).toEqual([{ title: "Members · Perennial" }]);
});
