/** The environment, parsed once; nothing else reads process.env. All problems are told at once. */
import { z } from "zod";

const blankIsAbsent = (value: unknown): unknown => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(type: T) => z.preprocess(blankIsAbsent, type.optional());

const port = z
  .string()
  .refine(
    (text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535,
    "must be a port, 1 to 65535",
  )
  .transform(Number);
const key = z
  .string()
  .refine(
    (text) => keyBytes(text) !== null,
    "must be 32 bytes, as 64 hex digits or in base64 (openssl rand -hex 32)",
  );
const url = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:/.test(text), "must be an http(s) address");

const schema = z.object({
  NODE_ENV: z.preprocess(
    blankIsAbsent,
    z.enum(["development", "production", "test"]).default("production"),
  ),
  PORT: z.preprocess(blankIsAbsent, port.default(3000)),
  /** Not HOST: Shopify's CLI puts the tunnel's address there. */
  LISTEN_HOST: z.preprocess(blankIsAbsent, z.string().default("0.0.0.0")),
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgresql://")),
  DATA_DIR: z.preprocess(blankIsAbsent, z.string().default(".data")),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  SHOPIFY_API_SECRET_PREVIOUS: optional(z.string().min(1)),
  SHOPIFY_APP_URL: url,
  SCOPES: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .default(
        "read_orders,read_customers,write_customers,read_products,write_discounts,write_app_proxy",
      ),
  ),
  ENCRYPTION_KEY: key,
  ENCRYPTION_KEY_PREVIOUS: optional(key),
  SEAL_KEY: key,
  SEAL_KEY_PREVIOUS: optional(key),
  EARN_FROM: z.preprocess(blankIsAbsent, z.enum(["installation", "all"]).default("installation")),
  LOG_LEVEL: z.preprocess(
    blankIsAbsent,
    z.enum(["debug", "info", "warn", "error"]).default("info"),
  ),
  DEV_STORE_URL: optional(url),
  CLOCK_OFFSET_SECONDS: z.preprocess(blankIsAbsent, z.coerce.number().int().default(0)),
});

export type Env = z.infer<typeof schema>;

export class BadEnvironment extends Error {
  constructor(problems: string[]) {
    super(
      `The environment is not complete (see .env.example):\n${problems.map((each) => `  ${each}`).join("\n")}`,
    );
    this.name = "BadEnvironment";
  }
}

export function readEnv(source: Record<string, string | undefined>): Env {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  throw new BadEnvironment(
    result.error.issues.map((issue) => {
      const name = issue.path.join(".");
      const missing = source[name] === undefined || source[name] === "";
      return `${name}: ${missing ? "missing" : issue.message}`;
    }),
  );
}

/** The 32 bytes of a key written as hex or base64, or null. */
export function keyBytes(text: string): Buffer | null {
  const bytes = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? "hex" : "base64");
  return bytes.length === 32 ? bytes : null;
}
