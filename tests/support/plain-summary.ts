/** The last line of every run, for whoever reads no colours: "1328 passed, 0 failed". */
import type { Reporter, TestModule } from "vitest/node";

export default class PlainSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      // A file that can't even be collected has no tests to count, and is a failure all the same.
      count.failed += module.errors().length;
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
    process.stdout.write(
      `${count.passed} passed, ${count.failed + count.pending} failed${skipped}\n`,
    );
  }
}
