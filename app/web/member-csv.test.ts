/** A file that a spreadsheet opens must not run what a customer calls themself. */
import { expect, test } from "vitest";
import type { ExportedMember } from "../use-cases/export-members.ts";
import { decimal, memberCsv } from "./member-csv.ts";

const member: ExportedMember = {
  memberId: "1",
  customerId: "1001",
  tierId: "gold",
  available: -5,
  pending: 0,
  lifetimeEarned: 120,
  spendMinor: 12_050,
  lastOrderAt: null,
  enrolledAt: 0,
  expiresAt: null,
  hasLeft: false,
  name: null,
};

async function rowOf(name: { name: string; email: string }, currency = "GBP"): Promise<string> {
  async function* pages() {
    yield [{ ...member, name }];
  }
  const parts: string[] = [];
  for await (const part of memberCsv(pages(), currency)) parts.push(part);
  return parts.join("").split("\r\n")[1] ?? "";
}

test.each(["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])(
  "a name that a spreadsheet would take for a formula is text: %s",
  async (name) => {
    const row = await rowOf({ name, email: `${name}@example.com` });
    expect(row).toContain(`'${name}`);
    expect(row).not.toMatch(/,[=+\-@\t＝](?!5,)/);
  },
);

test("an ordinary name is left as it is, and a debt is a number", async () => {
  const row = await rowOf({ name: "Nora-Anne Field", email: "nora@example.com" });
  expect(row).toBe(
    "1001,Nora-Anne Field,nora@example.com,gold,-5,0,120,120.50,GBP,,1970-01-01T00:00:00.000Z,,no",
  );
});

test("amounts have the decimals of their currency", () => {
  expect([decimal(1_234, "JPY"), decimal(1_234, "KWD"), decimal(-5, "GBP")]).toEqual([
    "1234",
    "1.234",
    "-0.05",
  ]);
});
