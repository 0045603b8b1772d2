import { expect, test } from "vitest";
import { Progress } from "./progress.ts";

function terminal(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const clock = { now: 0 };
  const out = { isTTY, columns, write: (text: string) => written.push(text) };
  return { clock, written, progress: new Progress(out, () => clock.now) };
}

const step = (orders: number) => ({
  what: "Reading",
  share: orders / 1_000,
  told: `${orders} orders`,
});

test("into a pipe it is plain lines, one a second, and the end of each step", () => {
  const { progress, clock, written } = terminal(false);
  for (let orders = 0; orders <= 1_000; orders += 100) {
    progress.show(step(orders));
    clock.now += 300;
  }
  progress.done({ ...step(1_000), told: "1,000 orders" });
  expect(written.join("").replaceAll(/ {2,}/g, " ").split("\n")).toEqual([
    "Reading [------------------------] 0 % 0 orders",
    "Reading [#########---------------] 40 % 400 orders",
    "Reading [###################-----] 80 % 800 orders",
    "Reading [########################] 100 % 1,000 orders",
    "",
  ]);
});

test("another step is told of at once, however soon it comes", () => {
  const { progress, written } = terminal(false);
  progress.show(step(1));
  progress.show({ what: "Settling", share: null, told: "" });
  expect(written).toHaveLength(2);
  expect(written[1]).toBe("Settling\n");
});

test("the same line isn't written twice, nor at the step's end", () => {
  const { progress, clock, written } = terminal(false);
  const waiting = { what: "Shopify prepares the orders", share: null, told: "" };
  for (let second = 0; second < 5; second += 1) {
    progress.show(waiting);
    clock.now += 1_000;
  }
  progress.done(waiting);
  expect(written).toEqual(["Shopify prepares the orders\n"]);
});

test("in a terminal one line is drawn over itself, never wider than the window", () => {
  const { progress, written } = terminal(true, 40);
  progress.show(step(10));
  progress.show(step(20));
  expect(written.every((text) => text.startsWith("\r\u001b[2K") && !text.includes("\n"))).toBe(
    true,
  );
  expect(Math.max(...written.map((text) => text.length - "\r\u001b[2K".length))).toBe(39);
  progress.tell("a word in between");
  expect(written.slice(2)).toEqual(["\r\u001b[2K", "a word in between\n"]);
});

test.each([
  { share: -0.5, percent: "0 %" },
  { share: 1.7, percent: "100 %" },
  { share: 0.999, percent: "99 %" },
])("a share of $share is shown as $percent", ({ share, percent }) => {
  const { progress, written } = terminal(false);
  progress.show({ what: "Reading", share, told: "" });
  expect(written[0]).toContain(` ${percent}\n`);
});
