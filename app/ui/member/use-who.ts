/** Who the member is, asked beside the page: until it is known, and where it may not be, the number stands. */
import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import type { Id } from "../../domain/shared/ids.ts";

interface WhoIs {
  who: { name: string | null; email: string | null } | null;
  trouble: "refused" | "throttled" | "away" | null;
}

export function useWho(customerId: Id): WhoIs {
  const { load, data } = useFetcher<WhoIs>();
  useEffect(() => {
    load(`/app/members/${customerId}/who`);
  }, [load, customerId]);
  return data ?? { who: null, trouble: null };
}
