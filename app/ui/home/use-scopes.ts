/** Asks the merchant for permissions by Shopify's own dialog; the page is read anew with the answer. */
import { useRevalidator } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useState } from "react";

export function useScopes(declined: string) {
  const shopify = useAppBridge();
  const { revalidate } = useRevalidator();
  const [asking, setAsking] = useState(false);
  return {
    asking,
    /** Whether they were granted. */
    async ask(scopes: string[]): Promise<boolean> {
      setAsking(true);
      try {
        const { result } = await shopify.scopes.request(scopes);
        if (result !== "granted-all") shopify.toast.show(declined);
        revalidate();
        return result === "granted-all";
      } finally {
        setAsking(false);
      }
    },
  };
}
