/** Who acts for the merchant: Shopify's number of the member of staff, and the name as told at the time. */
export type Staff = {
  readonly id: string;
  /** Null where Shopify didn't tell it. */
  readonly name: string | null;
};
