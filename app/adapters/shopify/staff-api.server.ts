/**
 * Who acts: Shopify tells it with an online access token, which is asked for with the visit's session
 * token and not kept. https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange
 */
import { z } from "zod";

export interface StaffTold {
  name: string | null;
  /** The language of their Shopify admin. */
  locale: string | null;
}

export type AskStaff = (
  asked: { shopDomain: string; staffId: string; idToken: string },
  signal: AbortSignal,
) => Promise<StaffTold>;

interface Parts {
  apiKey: string;
  apiSecret: string;
  send: typeof fetch;
}

const answered = z.object({
  associated_user: z.object({
    id: z.union([z.number(), z.string()]).transform(String),
    first_name: z.string().nullish(),
    last_name: z.string().nullish(),
    locale: z.string().nullish(),
  }),
});

export function askingStaff({ apiKey, apiSecret, send }: Parts): AskStaff {
  return async ({ shopDomain, staffId, idToken }, signal) => {
    const response = await send(`https://${shopDomain}/admin/oauth/access_token`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({
        client_id: apiKey,
        client_secret: apiSecret,
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: idToken,
        subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
        requested_token_type: "urn:shopify:params:oauth:token-type:online-access-token",
      }),
      signal,
    });
    if (!response.ok) throw new Error(`the token exchange answered ${response.status}`);
    const { associated_user: user } = answered.parse(await response.json());
    if (user.id !== staffId) throw new Error("the token exchange answered for somebody else");
    const name = [user.first_name, user.last_name].filter(Boolean).join(" ").trim();
    return { name: name === "" ? null : name, locale: user.locale ?? null };
  };
}
