/** The benches by the name that `npm run bench -- NAME` takes. */
import { admin } from "./admin.ts";
import { apply } from "./apply.ts";
import type { Bench } from "./bed.ts";
import { importing } from "./import.ts";
import { intake } from "./intake.ts";
import { shown } from "./shown.ts";
import { storefront } from "./storefront.ts";

export const BENCHES: Readonly<Record<string, Bench>> = {
  intake,
  apply,
  import: importing,
  admin,
  shown,
  storefront,
};
