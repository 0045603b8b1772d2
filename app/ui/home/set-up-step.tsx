/** One step: its state, its title, and what is behind it. */
import { Box, Collapsible, Icon, Text } from "@shopify/polaris";
import { CheckCircleIcon, ChevronDownIcon, ChevronUpIcon } from "@shopify/polaris-icons";
import { useId, useState, type ReactNode } from "react";
import { useWords } from "../words/use-words.tsx";

interface SetUpStepProps {
  title: string;
  done: boolean;
  /** Whether it stands open until somebody opens or closes it. */
  openFirst: boolean;
  children: ReactNode;
}

export function SetUpStep({ title, done, openFirst, children }: SetUpStepProps) {
  const words = useWords().home.setUp;
  const id = useId();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? openFirst;
  return (
    <section>
      <h3 className="set-up-heading">
        <button
          type="button"
          className="set-up-step"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setChosen(!open)}
        >
          <span className="set-up-mark" aria-hidden="true">
            {done ? <Icon source={CheckCircleIcon} tone="success" /> : <OpenCircle />}
          </span>
          <span className="set-up-title">
            <Text as="span" variant="bodyMd" fontWeight={open ? "semibold" : "medium"}>
              {title}
            </Text>
            <Text as="span" visuallyHidden>
              {` (${done ? words.done : words.toDo})`}
            </Text>
          </span>
          <span className="set-up-mark" aria-hidden="true">
            <Icon source={open ? ChevronUpIcon : ChevronDownIcon} tone="subdued" />
          </span>
        </button>
      </h3>
      <Collapsible id={id} open={open} transition={false}>
        <Box
          paddingInlineStart={{ xs: "400", sm: "1200" }}
          paddingInlineEnd="400"
          paddingBlockEnd="400"
        >
          {children}
        </Box>
      </Collapsible>
    </section>
  );
}

function OpenCircle() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" focusable="false">
      <circle cx="10" cy="10" r="7.25" className="set-up-circle" />
    </svg>
  );
}
