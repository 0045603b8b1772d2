import { describe, expect, test } from "vitest";
import { callsAffordable, waitAfterThrottle, waitForOneCall } from "./pace-calls.ts";

const NOW = 1_000_000;
const standard = { cost: 12, maximumAvailable: 2_000, restoreRate: 100, toldAt: NOW };
const budget = (currentlyAvailable: number, changes: Partial<typeof standard> = {}) => ({
  ...standard,
  currentlyAvailable,
  ...changes,
});

describe("calls at once", () => {
  test.each([
    { why: "nothing is known yet: one, to be told", known: null, calls: 1 },
    { why: "a full bucket: as many as one shop may have", known: budget(2_000), calls: 4 },
    { why: "half of the bucket and two calls", known: budget(1_024), calls: 2 },
    { why: "half of the bucket and not quite a call", known: budget(1_011), calls: 0 },
    { why: "half of the bucket is for others", known: budget(1_000), calls: 0 },
    { why: "an empty one", known: budget(0), calls: 0 },
    {
      why: "what came in since counts",
      known: budget(1_000, { toldAt: NOW - 120 }),
      calls: 1,
    },
    {
      why: "a bucket doesn't overflow",
      known: budget(90, { maximumAvailable: 100, toldAt: NOW - 3_600_000 }),
      calls: 4,
    },
    {
      why: "a call dearer than half of the bucket is possible at all",
      known: budget(100, { cost: 80, maximumAvailable: 100 }),
      calls: 1,
    },
    { why: "a larger plan", known: budget(10_100, { maximumAvailable: 20_000 }), calls: 4 },
  ])("$why", ({ known, calls }) => {
    expect(callsAffordable(known, NOW)).toBe(calls);
  });
});

describe("the wait (ms) is as long as the bucket takes to fill", () => {
  test.each([
    { why: "12 points at 100 a second", known: budget(1_000), waits: 120 },
    { why: "ten times as fast", known: budget(1_000, { restoreRate: 1_000 }), waits: 20 },
    { why: "from empty", known: budget(0), waits: 10_120 },
    { why: "nothing known: the shortest", known: null, waits: 20 },
  ])("$why", ({ known, waits }) => {
    expect(waitForOneCall(known, NOW)).toBe(waits);
    expect(callsAffordable(known, NOW + waits)).toBeGreaterThanOrEqual(1);
  });

  test("after THROTTLED at least the call's cost, whatever the status says", () => {
    expect(waitAfterThrottle(budget(2_000), NOW)).toBe(120);
    expect(waitAfterThrottle(budget(0), NOW)).toBe(10_120);
    expect(waitAfterThrottle(null, NOW)).toBe(1_000);
  });
});
