import { describe, expect, test } from "vitest";
import { GroupCommit, INTAKE_LIMITS, Shed } from "./group-commit.server.ts";

/** An insert that the test lets finish, or fail, statement by statement. */
function heldInsert() {
  const statements: { shopId: string; rows: string[]; commit: () => void }[] = [];
  const insert = (shopId: string, rows: string[]): Promise<void> =>
    new Promise((commit) => statements.push({ shopId, rows, commit }));
  return { statements, insert };
}

const never = (): boolean => false;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Handled later: what was added is waited for at the end of a test. */
const settled = (adding: Promise<void>): Promise<string> =>
  adding.then(
    () => "committed",
    (error: unknown) => (error as Error).name,
  );

describe("rows that arrive together", () => {
  test("are written by one statement per shop and answered after it", async () => {
    const { statements, insert } = heldInsert();
    const group = new GroupCommit<string>({ insert, isDataFault: never });
    const added = ["a", "b"].map((row) => settled(group.add("1", row, 10)));
    const other = settled(group.add("2", "c", 10));
    await turn();
    expect(statements.map(({ shopId, rows }) => [shopId, ...rows])).toEqual([
      ["1", "a", "b"],
      ["2", "c"],
    ]);
    let answered = false;
    void added[0]?.then(() => (answered = true));
    await turn();
    expect(answered).toBe(false);
    for (const { commit } of statements) commit();
    expect(await Promise.all([...added, other])).toEqual(Array<string>(3).fill("committed"));
  });

  test("no statement holds more rows or bytes than it may; one large row goes alone", async () => {
    const { statements, insert } = heldInsert();
    const limits = { ...INTAKE_LIMITS, rowsMax: 2, bytesMax: 100, inFlightPerShopMax: 9 };
    const group = new GroupCommit<string>({ insert, isDataFault: never, limits });
    const sizes = { a: 10, b: 10, c: 10, d: 95, e: 10, f: 500 };
    const added = Object.entries(sizes).map(([row, bytes]) => settled(group.add("1", row, bytes)));
    for (let written = 0; written < 4; written += 1) {
      await turn();
      for (const { commit } of statements) commit();
    }
    expect(await Promise.all(added)).toEqual(Array<string>(6).fill("committed"));
    expect(statements.map((each) => each.rows.join(""))).toEqual(["ab", "c", "d", "e", "f"]);
  });
});

describe("a row at fault", () => {
  test("fails alone: halving finds it, the others are committed", async () => {
    const committed: string[] = [];
    const insert = async (_shopId: string, rows: string[]): Promise<void> => {
      if (rows.includes("bad")) throw new RangeError("bad row");
      committed.push(...rows);
    };
    const group = new GroupCommit<string>({ insert, isDataFault: () => true });
    const rows = ["a", "b", "bad", "c", "d"];
    const answers = await Promise.all(rows.map((row) => settled(group.add("1", row, 1))));
    expect(answers).toEqual(["committed", "committed", "RangeError", "committed", "committed"]);
    expect(committed.sort()).toEqual(["a", "b", "c", "d"]);
  });

  test("a database that is away fails all of them with one try", async () => {
    let tries = 0;
    const insert = async (): Promise<void> => {
      tries += 1;
      throw new Error("away");
    };
    const group = new GroupCommit<string>({ insert, isDataFault: never });
    const answers = await Promise.all(["a", "b"].map((row) => settled(group.add("1", row, 1))));
    expect([answers, tries]).toEqual([["Error", "Error"], 1]);
  });
});

describe("overload sheds", () => {
  test.each([
    { why: "rows", limits: { waitingRowsMax: 2 }, bytes: 1 },
    { why: "bytes", limits: { waitingBytesMax: 250 }, bytes: 100 },
  ])("more $why than may wait", async ({ limits, bytes }) => {
    const { statements, insert } = heldInsert();
    const group = new GroupCommit<string>({
      insert,
      isDataFault: never,
      limits: { ...INTAKE_LIMITS, ...limits },
    });
    const added = ["a", "b"].map((row) => settled(group.add("1", row, bytes)));
    await expect(group.add("1", "c", bytes)).rejects.toThrow(Shed);
    await turn();
    // What is being written waits no longer.
    const later = settled(group.add("1", "d", bytes));
    await turn();
    for (const { commit } of statements) commit();
    expect(await Promise.all([...added, later])).toEqual(Array<string>(3).fill("committed"));
  });

  test("an old row of one shop, though another shop's lane stands before it with nothing waiting", async () => {
    const { statements, insert } = heldInsert();
    const limits = { ...INTAKE_LIMITS, inFlightMax: 1, waitingAgeMax: 20 };
    const group = new GroupCommit<string>({ insert, isDataFault: never, limits });
    const added = [settled(group.add("1", "a", 1))];
    await turn();
    added.push(settled(group.add("2", "b", 1)));
    await new Promise((resolve) => setTimeout(resolve, 40));
    await expect(group.add("3", "c", 1)).rejects.toThrow(Shed);
    for (let written = 0; written < 2; written += 1) {
      for (const { commit } of statements) commit();
      await turn();
    }
    expect(await Promise.all(added)).toEqual(["committed", "committed"]);
  });
});

test("a busy shop doesn't starve the others: lanes take turns", async () => {
  const { statements, insert } = heldInsert();
  const limits = { ...INTAKE_LIMITS, rowsMax: 1, inFlightMax: 1 };
  const group = new GroupCommit<string>({ insert, isDataFault: never, limits });
  const added = ["a", "b", "c"].map((row) => settled(group.add("1", row, 1)));
  added.push(settled(group.add("2", "x", 1)));
  for (let written = 0; written < 4; written += 1) {
    await turn();
    for (const { commit } of statements) commit();
  }
  await Promise.all(added);
  expect(statements.map((each) => each.rows[0])).toEqual(["a", "x", "b", "c"]);
});
