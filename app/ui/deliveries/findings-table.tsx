/** Order by order what differed, why, and what putting it right changed. */
import { Link, Text } from "@shopify/polaris";
import { useWords } from "../words/use-words.tsx";
import type { FindingView } from "./view.ts";

type FindingsTableProps = { findings: readonly FindingView[]; leftOut: number };

export function FindingsTable({ findings, leftOut }: FindingsTableProps) {
  const words = useWords().deliveries.comparison;
  return (
    <>
      <div className="wide-table" tabIndex={0} role="region" aria-label={words.show}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.order}</th>
              <th scope="col">{words.differed}</th>
              <th scope="col">{words.why}</th>
              <th scope="col" className="figure-cell">
                {words.points}
              </th>
            </tr>
          </thead>
          <tbody>
            {findings.map((each) => (
              <tr key={each.orderId}>
                <th scope="row">
                  {each.customerId === null ? (
                    (each.name ?? each.orderId)
                  ) : (
                    <Link url={`/app/members/${each.customerId}`}>{each.name ?? each.orderId}</Link>
                  )}
                </th>
                <td>{words.differs(each.differs)}</td>
                <td>{words.reason(each.why.kind)}</td>
                <td className="figure-cell">
                  {words.pointsChange(each.pointsBefore, each.pointsAfter)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {leftOut > 0 ? (
        <Text as="p" tone="subdued">
          {words.leftOut(leftOut)}
        </Text>
      ) : null}
    </>
  );
}
