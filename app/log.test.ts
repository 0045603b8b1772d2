import pino from "pino";
import { expect, test } from "vitest";
import { LOG_OPTIONS } from "./log.server.ts";

function lineFor(error: unknown): string {
  let written = "";
  pino(LOG_OPTIONS, { write: (line: string) => void (written += line) }).error({ error }, "failed");
  return written;
}

test("an error of the database tells its kind and place, and quotes no row", () => {
  const error = Object.assign(new Error("duplicate key value violates a constraint"), {
    code: "23505",
    table: "members",
    constraint: "members_pkey",
    detail: "Key (customer_id)=(8880000001) already exists.",
    where: 'COPY members, line 3: "8880000001"',
  });
  const line = lineFor(error);
  expect(JSON.parse(line)).toMatchObject({
    error: { code: "23505", table: "members", constraint: "members_pkey" },
  });
  expect(line).toContain("log.test.ts");
  expect(line).not.toContain("8880000001");
});

test("neither does what caused it, nor what Shopify's library hangs on its errors", () => {
  const cause = Object.assign(new Error("refused"), {
    response: { body: { email: "a@b.example" } },
  });
  const line = lineFor(new Error("an order could not be fetched", { cause }));
  expect(JSON.parse(line)).toMatchObject({ error: { cause: { message: "refused" } } });
  expect(line).not.toContain("a@b.example");
});
