/**
 * Names and the count as they come in, after the rows. Names seen before are there at once when one
 * pages back; a fetch that fails costs the names and nothing else.
 */
import { useEffect, useState } from "react";
import type { Who } from "./member-rows.tsx";
import { queryText } from "./query-text.ts";
import type { CountView, ListView, NamesTrouble, NamesView } from "./view.ts";

/** Names that are remembered while the list is open. */
const REMEMBERED_MAX = 5_000;

export interface Beside {
  whoIs: (customerId: string) => Who;
  trouble: NamesTrouble | null;
  /** Undefined until it is known; null when counting takes too long. */
  count: CountView | undefined;
  /** Asks again. */
  again: () => void;
}

type Told = { names: NamesView; count: CountView };
const UNTOLD: Told = { names: { names: {}, trouble: "away" }, count: null };

export function useBeside(list: ListView, asked: boolean): Beside {
  const [known, setKnown] = useState<ReadonlyMap<string, Who>>(new Map());
  const [told, setTold] = useState<{ of: string; told: Told } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const ids = list.page.members.map(({ customerId }) => customerId).join(",");
  const filter = queryText(list.filter);
  const address =
    asked && list.problem === null ? `/app/members/beside?ids=${ids}&${filter}` : null;
  useEffect(() => {
    if (address === null) return undefined;
    const giveUp = new AbortController();
    void ask(address, giveUp.signal).then((answer) => {
      if (giveUp.signal.aborted) return;
      setTold({ of: address, told: answer });
      setKnown((before) => {
        const kept = before.size > REMEMBERED_MAX ? [] : [...before];
        return new Map([...kept, ...Object.entries(answer.names.names)]);
      });
    });
    return () => giveUp.abort();
  }, [address, attempt]);
  const current = told?.of === address ? told.told : null;
  return {
    whoIs: (customerId) => known.get(customerId),
    trouble: current?.names.trouble ?? null,
    count: current?.count,
    again: () => setAttempt((before) => before + 1),
  };
}

async function ask(address: string, signal: AbortSignal): Promise<Told> {
  try {
    const answer = await window.fetch(address, { signal });
    return answer.ok ? ((await answer.json()) as Told) : UNTOLD;
  } catch {
    // Given up because the list moved on, or the network is away: the rows stand either way.
    return UNTOLD;
  }
}
