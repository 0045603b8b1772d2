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
  const gift = program?.joiningPoints ?? 0;
  return (
    <s-stack gap="base">
      <s-heading>{say("join.heading")}</s-heading>
      <s-text>{gift > 0 ? say("join.offer", { points: points(gift) }) : say("join.plain")}</s-text>
      {kept > 0 ? (
        <s-text color="subdued">{say("join.kept", { points: points(kept) })}</s-text>
      ) : null}
      <JoinButton variant="primary" label={say("join.button")} join={join} />
    </s-stack>
  );
}

/** For a member whom an order enrolled: the points that only joining brings. */
export function Claim({ program, join }: Omit<Props, "kept">) {
  const gift = program?.joiningPoints ?? 0;
  if (gift <= 0) return null;
  const label = say("join.claim", { points: points(gift) });
  return <JoinButton variant="secondary" label={label} join={join} />;
}

interface ButtonProps {
  variant: "primary" | "secondary";
  label: string;
  join: () => Promise<void>;
}

function JoinButton({ variant, label, join }: ButtonProps) {
  const [state, setState] = useState<"still" | "asking" | "failed">("still");
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
      {state === "failed" ? (
        <s-banner tone="critical" heading={say("join.failed")}>
          {say("join.failedText")}
        </s-banner>
      ) : null}
      <s-stack direction="inline">
        <s-button variant={variant} loading={state === "asking"} onClick={() => void ask()}>
          {label}
        </s-button>
      </s-stack>
    </s-stack>
  );
}
