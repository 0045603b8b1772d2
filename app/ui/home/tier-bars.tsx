/** Members by tier as a table with bars. */
import { Text } from "@shopify/polaris";
import { useFormats, useWords } from "../words/use-words.tsx";

interface TierBarsProps {
  tiers: readonly { tierId: string; name: string; members: number }[];
  members: number;
}

export function TierBars({ tiers, members }: TierBarsProps) {
  const words = useWords().home;
  const formats = useFormats();
  const most = Math.max(1, ...tiers.map((tier) => tier.members));
  return (
    <table className="tier-bars">
      <caption>
        <Text as="span" fontWeight="semibold">
          {words.past.tierTitle(members)}
        </Text>
      </caption>
      <thead>
        <tr>
          <th scope="col">{words.past.tier}</th>
          <th scope="col">{words.figures.members.label}</th>
          <th scope="col">{words.past.share}</th>
        </tr>
      </thead>
      <tbody>
        {tiers.map((tier) => (
          <tr key={tier.tierId}>
            <th scope="row">{tier.name}</th>
            <td className="tier-count">{formats.number(tier.members)}</td>
            <td>
              <span className="tier-bar" style={{ inlineSize: `${(tier.members / most) * 70}%` }} />
              <span suppressHydrationWarning>
                {members === 0 ? "" : formats.percent(tier.members / members)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
