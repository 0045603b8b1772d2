/** Back and forth through a list that is read by cursor; null where there is no such page. */
import { Box, InlineStack, Pagination } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useWords } from "../words/use-words.tsx";

interface CursorPagingProps {
  /** Addresses within the app. */
  previous: string | null;
  next: string | null;
  /** What is between the two buttons, such as "51 to 100". */
  children?: ReactNode;
}

export function CursorPaging({ previous, next, children }: CursorPagingProps) {
  const words = useWords().frame.list;
  if (previous === null && next === null) return null;
  return (
    <Box padding="300">
      <InlineStack align="center">
        <Pagination
          hasPrevious={previous !== null}
          hasNext={next !== null}
          {...(previous === null ? {} : { previousURL: previous })}
          {...(next === null ? {} : { nextURL: next })}
          accessibilityLabels={{ previous: words.previous, next: words.next }}
          {...(children === undefined ? {} : { label: children })}
        />
      </InlineStack>
    </Box>
  );
}
