/** What an import came to, told once at its end; the code that the command ends with. */
import type { ImportProgress } from "../../app/domain/imports/import-progress.ts";
import { number, type Progress } from "../terminal/progress.ts";

export function endOfImport(found: ImportProgress | null, progress: Progress): number {
  if (!found) throw new Error("the import is gone: the shop was forgotten meanwhile");
  if (found.state !== "done") {
    const why = found.remark ? `: ${found.remark}` : "";
    progress.tell(`the import ${found.state === "failed" ? "failed" : "was stopped"}${why}`);
    progress.tell("what was taken in stays; the same command goes on from there");
    return 1;
  }
  for (const line of linesOf(found)) process.stdout.write(`${line}\n`);
  return 0;
}

export function linesOf({ counts, problems }: ImportProgress): string[] {
  const { ordersRead, ordersNew, ordersChanged, membersSettled } = counts;
  const unchanged = Math.max(0, ordersRead - ordersNew - ordersChanged);
  const lines = [
    `${number(ordersRead)} orders read: ${number(ordersNew)} new, ${number(ordersChanged)} changed, ${number(unchanged)} known already`,
    `${number(membersSettled)} customers settled`,
  ];
  if (counts.refundsRead > 0) lines.push(`${number(counts.refundsRead)} refunds asked for`);
  if (counts.refundsMissed > 0)
    lines.push(
      `${number(counts.refundsMissed)} refunds are known by their orders' totals alone: Shopify doesn't tell more of them, or the shop can't be asked`,
    );
  if (counts.linesSkipped > 0) lines.push(`${number(counts.linesSkipped)} lines were no use:`);
  for (const { line, reason } of problems)
    lines.push(line > 0 ? `  line ${line}: ${reason}` : `  ${reason}`);
  if (counts.linesSkipped > problems.length)
    lines.push(`  and ${number(counts.linesSkipped - problems.length)} more`);
  return lines;
}
