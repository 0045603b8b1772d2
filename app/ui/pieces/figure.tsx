/** A number and an amount of money; big ones may be shortened, with the exact one on hover and for screen readers. */
import { Text } from "@shopify/polaris";
import { useFormats, useReader, useWords } from "../words/use-words.tsx";

export function Figure({ value }: { value: number }) {
  const formats = useFormats();
  return <Shortened short={formats.short(value)} exact={formats.number(value)} />;
}

interface MoneyProps {
  minor: number;
  /** Absent: the shop's. */
  currency?: string;
  short?: boolean;
}

export function Money({ minor, currency: given, short = false }: MoneyProps) {
  const formats = useFormats();
  const { currency: own } = useReader();
  const currency = given ?? own;
  const exact = formats.money(minor, currency);
  return <Shortened short={short ? formats.shortMoney(minor, currency) : exact} exact={exact} />;
}

function Shortened({ short, exact }: { short: string; exact: string }) {
  const words = useWords().frame;
  if (short === exact) return <span suppressHydrationWarning>{exact}</span>;
  return (
    <>
      <span aria-hidden="true" title={words.exactly(exact)} suppressHydrationWarning>
        {short}
      </span>
      <Text as="span" visuallyHidden>
        <span suppressHydrationWarning>{exact}</span>
      </Text>
    </>
  );
}
