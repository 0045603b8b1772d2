import { useState } from "preact/hooks";
import type { Program } from "./member.ts";
import { points, say } from "./words.ts";

interface Props {
  program: Program | null;
  /** What someone who had left kept. */
  kept: number;
  join: () => Promise<void>;
}

export function Join({ program, kept, join }: Props) {
  const [state, setState] = useState<"still" | "asking" | "failed">("still");
  const gift = program?.joiningPoints ?? 0;
  const ask = async () => {
    setState("asking");
    try {
      await join();
    } catch (error) {
      console.warn("Perennial: joining failed", error);
      setState("failed");
    }
  };
  return (
    <s-stack gap="base">
      <s-heading>{say("join.heading")}</s-heading>
      <s-text>{gift > 0 ? say("join.offer", { points: points(gift) }) : say("join.plain")}</s-text>
      {kept > 0 ? (
        <s-text color="subdued">{say("join.kept", { points: points(kept) })}</s-text>
      ) : null}
      {state === "failed" ? (
        <s-banner tone="critical" heading={say("join.failed")}>
          {say("join.failedText")}
        </s-banner>
      ) : null}
      <s-stack direction="inline">
        <s-button variant="primary" loading={state === "asking"} onClick={() => void ask()}>
          {say("join.button")}
        </s-button>
      </s-stack>
    </s-stack>
  );
}
