import { expect, test } from "vitest";
import { int4s, int8s, int8sOf, jsonbs, texts, timestamps } from "./binary-array.ts";

const hex = (buffer: Buffer): string =>
  buffer
    .toString("hex")
    .replaceAll(/(.{8})/g, "$1 ")
    .trim();

test("an array is its dimensions, whether it has nulls, its type, its length, its first index, its values", () => {
  expect(hex(int4s([1, -1]))).toBe(
    "00000001 00000000 00000017 00000002 00000001 00000004 00000001 00000004 ffffffff",
  );
});

test("an empty one has no dimension", () => {
  expect(hex(int8s([]))).toBe("00000000 00000000 00000014");
  expect(hex(jsonbs([]))).toBe("00000000 00000000 00000eda");
});

test("null has no bytes, and is announced", () => {
  expect(hex(int8s([null]))).toBe("00000001 00000001 00000014 00000001 00000001 ffffffff");
  expect(hex(texts([null, ""]))).toBe(
    "00000001 00000001 00000019 00000002 00000001 ffffffff 00000000",
  );
});

test("ids beyond 2^53 and negative sums keep every digit", () => {
  expect(int8s(["9223372036854775807"]).subarray(24).toString("hex")).toBe("7fffffffffffffff");
  expect(int8sOf([-2]).subarray(24).toString("hex")).toBe("fffffffffffffffe");
});

test("time is counted from 2000 on, also before it", () => {
  expect(
    timestamps([Date.UTC(2000, 0, 1)])
      .subarray(24)
      .readBigInt64BE(),
  ).toBe(0n);
  expect(
    timestamps([Date.UTC(1999, 11, 31, 23, 59, 59, 999)])
      .subarray(24)
      .readBigInt64BE(),
  ).toBe(-1000n);
});

test("JSON carries its version, and text every character", () => {
  const written = jsonbs(['{"a":"é€😀"}']);
  expect(written.readUInt8(24)).toBe(1);
  expect(written.subarray(25).toString()).toBe('{"a":"é€😀"}');
  expect(written.readInt32BE(20)).toBe(written.length - 24);
});
