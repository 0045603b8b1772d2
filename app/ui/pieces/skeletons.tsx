/** Pages in their final shape before what they tell is there. */
import {
  BlockStack,
  Card,
  InlineGrid,
  SkeletonBodyText,
  SkeletonDisplayText,
  SkeletonPage,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import { useWords } from "../words/use-words.tsx";

const ROWS = [1, 2, 3, 4, 5, 6, 7, 8];

function Waiting({ title, children }: { title: string; children: ReactNode }) {
  const words = useWords().frame;
  return (
    <div role="status" aria-label={words.loading}>
      <SkeletonPage title={title}>{children}</SkeletonPage>
    </div>
  );
}

export function ListSkeleton({ title }: { title: string }) {
  return (
    <Waiting title={title}>
      <Card>
        <BlockStack gap="500">
          <SkeletonDisplayText size="small" maxWidth="100%" />
          {ROWS.map((row) => (
            <SkeletonBodyText key={row} lines={1} />
          ))}
        </BlockStack>
      </Card>
    </Waiting>
  );
}

export function FiguresSkeleton() {
  return (
    <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="300">
      {[1, 2, 3, 4].map((figure) => (
        <Card key={figure}>
          <BlockStack gap="300">
            <SkeletonBodyText lines={1} />
            <SkeletonDisplayText size="medium" />
            <SkeletonBodyText lines={1} />
          </BlockStack>
        </Card>
      ))}
    </InlineGrid>
  );
}

export function HomeSkeleton({ title }: { title: string }) {
  return (
    <Waiting title={title}>
      <BlockStack gap="400">
        <Card>
          <SkeletonBodyText lines={3} />
        </Card>
        <FiguresSkeleton />
      </BlockStack>
    </Waiting>
  );
}

/** Four cards two by two, and the history under them. */
export function MemberSkeleton({ title }: { title: string }) {
  return (
    <Waiting title={title}>
      <BlockStack gap="400">
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
          {[3, 3, 4, 3].map((lines, index) => (
            <Card key={index}>
              <BlockStack gap="300">
                <SkeletonDisplayText size="small" />
                <SkeletonBodyText lines={lines} />
              </BlockStack>
            </Card>
          ))}
        </InlineGrid>
        <Card>
          <BlockStack gap="500">
            {ROWS.map((row) => (
              <SkeletonBodyText key={row} lines={2} />
            ))}
          </BlockStack>
        </Card>
      </BlockStack>
    </Waiting>
  );
}

export function FormSkeleton({ title }: { title: string }) {
  return (
    <Waiting title={title}>
      <BlockStack gap="400">
        {[4, 3, 4].map((lines, index) => (
          <Card key={index}>
            <BlockStack gap="400">
              <SkeletonDisplayText size="small" />
              <SkeletonBodyText lines={lines} />
            </BlockStack>
          </Card>
        ))}
      </BlockStack>
    </Waiting>
  );
}
