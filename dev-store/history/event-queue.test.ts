import fc from "fast-check";
import { expect, test } from "vitest";
import { EventQueue } from "./event-queue.ts";

test("what is due comes out by time, and in the order it was put in at the same time", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const queue = new EventQueue<number>();
      times.forEach((at, index) => queue.put(at, index));
      const out: number[] = [];
      for (let due = queue.take(); due !== undefined; due = queue.take()) out.push(due.item);
      const expected = times
        .map((at, index) => ({ at, index }))
        .sort((a, b) => a.at - b.at || a.index - b.index);
      expect(out).toEqual(expected.map(({ index }) => index));
      expect(queue.nextAt()).toBe(Infinity);
    }),
  );
});
