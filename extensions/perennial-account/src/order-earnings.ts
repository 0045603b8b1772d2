/** What an order earned and why, as the app's `GET /account/orders/{id}` answers. */
export interface OrderEarnings {
  order: {
    name: string | null;
    /** Why it is worth what it is: "earned", "pending", "cancelled", … */
    standing: string;
    /** What the order is worth, or would be once it is paid. */
    points: number;
    /** What it was worth before anything of it went back. */
    pointsAtFirst: number;
    goodsMinor: number;
    minorPerPoint: number;
    ratePercent: number;
    tier: { id: string; name: string };
  };
  program: { name: string; currency: string };
  /** What can be spent now, this order included. */
  available: number;
}
