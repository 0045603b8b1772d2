import { expect, test } from "vitest";
import { appFrameOf } from "./app-frame.ts";

const frame = { apiKey: "k", appBridgeUrl: "https://cdn.example.com/app-bridge.js" };
const root = { id: "root", data: null };

test("every page under /app stands in the admin's frame", () => {
  const home = { id: "routes/app._index", data: {} };
  expect(appFrameOf([root, { id: "routes/app", data: frame }, home])).toEqual(frame);
});

test("a page outside of the admin has none, nor has one whose layout failed to load", () => {
  expect(appFrameOf([root, { id: "routes/_index", data: {} }])).toBeNull();
  expect(appFrameOf([root, { id: "routes/app", data: undefined }])).toBeNull();
});
