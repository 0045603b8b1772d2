import { setTimeout as sleep } from "node:timers/promises";
import { Kind } from "graphql";
import type { Clock } from "../shop/clock.ts";
import type { Shop } from "../shop/shop.ts";
import { findToken } from "../oauth/tokens.ts";
import { readFields } from "../wire/fields.ts";
import { seededRandom } from "../webhooks/faults.ts";
import type { BulkDesk } from "./bulk/desk.ts";
import { Bucket, STANDARD_PLAN, type ThrottleStatus } from "./bucket.ts";
import type { ProtectedDataLevel } from "./context.ts";
import { actualCost, requestedCost, type Variables } from "./cost.ts";
import { maxCostExceeded, throttled } from "./errors.ts";
import { prepare, run, type Prepared } from "./execute.ts";
import { NO_API_FAULTS, strikes, type ApiFaults } from "./faults.ts";
import { loadAdminSchema, type AdminSchema } from "./schema.ts";

/** Shopify's limit of a single query. */
export const QUERY_COST_MAX = 1_000;
/** Calls that `GET /control/requests` remembers. */
const REQUESTS_KEPT = 10_000;

export interface LoggedRequest {
  id: number;
  at: string;
  apiVersion: string;
  operation: string | null;
  variables: unknown;
  status: number;
  requestedQueryCost: number | null;
  actualQueryCost: number | null;
  errors: string[];
  userErrors: unknown[];
}

export interface ApiAnswer {
  status: number;
  body: unknown;
  /** The call took effect and its answer is to get lost. */
  lost: boolean;
}

export interface ApiCall {
  apiVersion: string;
  token: string | null;
  body: unknown;
}

export interface AdminApiOptions {
  shop: Shop;
  clock: Clock;
  apiKey: string;
  plan?: { maximum: number; restoreRate: number };
  seed: number;
  /** How long a call is on its way before it takes effect. */
  takesMs?: number;
  bulk: BulkDesk;
}

function userErrorsIn(data: unknown): unknown[] {
  return Object.values((data ?? {}) as Record<string, unknown>).flatMap((value) => {
    const errors = (value as { userErrors?: unknown } | null)?.userErrors;
    return Array.isArray(errors) ? (errors as unknown[]) : [];
  });
}

/** `POST /admin/api/{version}/graphql.json`, on Shopify's own schema. */
export class AdminApi {
  readonly #options: AdminApiOptions;
  readonly #bucket: Bucket;
  readonly #random: () => number;
  readonly requests: LoggedRequest[] = [];
  #numbered = 0;
  faults: ApiFaults = { ...NO_API_FAULTS };
  protectedDataLevel: ProtectedDataLevel = 2;

  constructor(options: AdminApiOptions) {
    this.#options = options;
    this.#bucket = new Bucket(options.plan ?? STANDARD_PLAN);
    this.#random = seededRandom(options.seed);
  }

  /** How much of the cost budget is left just now. */
  bucketStatus(): ThrottleStatus {
    return this.#bucket.status();
  }

  /** The call as it comes over the network: it takes effect only when its time has passed. */
  async receive(call: ApiCall): Promise<ApiAnswer> {
    const { takesMs = 0 } = this.#options;
    if (takesMs > 0) await sleep(takesMs);
    return this.call(call);
  }

  call(call: ApiCall): ApiAnswer {
    const logged = this.#log(call);
    const answer = this.#answer(call, logged);
    logged.status = answer.status;
    return answer;
  }

  #log(call: ApiCall): LoggedRequest {
    this.#numbered += 1;
    const logged: LoggedRequest = {
      id: this.#numbered,
      at: new Date().toISOString(),
      apiVersion: call.apiVersion,
      operation: null,
      variables: null,
      status: 0,
      requestedQueryCost: null,
      actualQueryCost: null,
      errors: [],
      userErrors: [],
    };
    this.requests.push(logged);
    if (this.requests.length > REQUESTS_KEPT) this.requests.shift();
    return logged;
  }

  #answer(call: ApiCall, logged: LoggedRequest): ApiAnswer {
    const { shop, clock } = this.#options;
    const schema = loadAdminSchema(call.apiVersion);
    if (schema === null)
      return this.#plain(logged, 404, `There is no Admin API version ${call.apiVersion}`);
    const token = call.token === null ? null : findToken(shop, clock, call.token);
    if (token === null) {
      return this.#plain(
        logged,
        401,
        "[API] Invalid API key or access token (unrecognized login or wrong password)",
      );
    }
    if (strikes(this.faults, "fail", this.#random))
      return this.#plain(logged, 500, "Internal Server Error");
    const body = readFields(call.body, "the request");
    const variables = (body["variables"] ?? {}) as Variables;
    logged.variables = variables;
    const prepared = prepare(schema, {
      query: typeof body["query"] === "string" ? body["query"] : "",
      operationName: typeof body["operationName"] === "string" ? body["operationName"] : null,
      variables,
    });
    if ("errors" in prepared) {
      logged.errors = prepared.errors.map((error) => error.message);
      return { status: 200, body: { errors: prepared.errors }, lost: false };
    }
    logged.operation = prepared.operation.name?.value ?? firstField(prepared);
    return this.#run(schema, prepared, logged);
  }

  #plain(logged: LoggedRequest, status: number, errors: string): ApiAnswer {
    logged.errors = [errors];
    return { status, body: { errors }, lost: false };
  }

  #run(schema: AdminSchema, prepared: Prepared, logged: LoggedRequest): ApiAnswer {
    const { shop, clock, apiKey, bulk } = this.#options;
    const walk = {
      schema: schema.graphql,
      document: prepared.document,
      variables: prepared.variables,
    };
    const requested = requestedCost(prepared.operation, walk);
    logged.requestedQueryCost = requested;
    const cost = (actual: number | null) => ({
      cost: {
        requestedQueryCost: requested,
        actualQueryCost: actual,
        throttleStatus: this.#bucket.status(),
      },
    });
    if (requested > QUERY_COST_MAX) {
      const error = maxCostExceeded(requested, QUERY_COST_MAX);
      logged.errors = [error.message];
      return { status: 200, body: { errors: [error] }, lost: false };
    }
    if (strikes(this.faults, "throttle", this.#random) || !this.#bucket.take(requested)) {
      logged.errors = ["Throttled"];
      return { status: 200, body: { errors: [throttled()], extensions: cost(null) }, lost: false };
    }
    const result = run(schema, prepared, {
      shop,
      clock,
      scopes: shop.state.installation.scopes,
      apiVersion: logged.apiVersion,
      apiKey,
      bulk,
      protectedDataLevel: this.protectedDataLevel,
    });
    const actual = actualCost(prepared.operation, walk, result.data);
    this.#bucket.giveBack(Math.max(0, requested - actual));
    logged.actualQueryCost = actual;
    logged.errors = (result.errors ?? []).map((error) => error.message);
    logged.userErrors = userErrorsIn(result.data);
    const lost = strikes(this.faults, "timeoutAfterSuccess", this.#random);
    return { status: 200, body: { ...result, extensions: cost(actual) }, lost };
  }
}

function firstField(prepared: Prepared): string | null {
  const first = prepared.operation.selectionSet.selections[0];
  return first?.kind === Kind.FIELD ? first.name.value : null;
}
