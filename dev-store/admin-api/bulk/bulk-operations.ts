import { randomBytes } from "node:crypto";
import { hasEnded, type BulkOperation } from "../../shop/bulk-operation.ts";
import type { Clock } from "../../shop/clock.ts";
import type { Shop } from "../../shop/shop.ts";
import { seededRandom } from "../../webhooks/faults.ts";
import { gid } from "../../wire/gid.ts";
import type { ApiContext } from "../context.ts";
import { NO_BULK_FAULTS, strikes, type BulkFaults } from "../faults.ts";
import { loadAdminSchema, type AdminSchema } from "../schema.ts";
import { carryOut } from "./carry-out.ts";
import type { BulkDesk, BulkRefusal, BulkRequest, BulkView } from "./desk.ts";
import { readBulkQuery, type BulkQuery } from "./read-query.ts";
import type { ResultFiles } from "./result-files.ts";
import { ResultWriter } from "./result-writer.ts";
import { requireSelection } from "./roots.ts";

export interface BulkOptions {
  shop: Shop;
  clock: Clock;
  apiKey: string;
  files: ResultFiles;
  seed: number;
}

/** Before this version an app could have one at a time. */
const MANY_SINCE = "2026-01";
const AT_A_TIME = 5;
/** How long a result can be fetched. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** Half of a key's characters; its file's address must not be guessed. */
const KEY_BYTES = 24;
/** A resting operation looks up this often whether it is to end. */
const LOOK_UP_MS = 20;
export const RESULT_PATH = "/bulk-operation-outputs/";

const invalid = (message: string): BulkRefusal => ({ field: ["query"], message, code: "INVALID" });

/** The shop's bulk operations: takes them in, carries them out beside everything else, tells of them. */
export class BulkOperations implements BulkDesk {
  readonly #options: BulkOptions;
  readonly #random: () => number;
  readonly #running = new Map<string, { writer: ResultWriter; ended: Promise<void> }>();
  #stopping = false;
  faults: BulkFaults = { ...NO_BULK_FAULTS };
  /** Where the store is reached; addresses of results begin with it. */
  origin = "";

  constructor(options: BulkOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
  }

  /** Begins again what a restart interrupted, and forgets results whose time is over. */
  async start(): Promise<void> {
    const operations = [...this.#options.shop.state.bulkOperations.values()];
    await this.#dropExpired();
    for (const operation of operations) {
      if (hasEnded(operation)) continue;
      const read = readBulkQuery(schemaOf(operation.apiVersion), operation.query);
      if ("query" in read) this.#begin(operation, read.query);
      else this.#giveUp(operation.id, read.complaints.join(" "));
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.settled();
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
  }

  submit(request: BulkRequest): { id: string } | { refusals: BulkRefusal[] } {
    const { shop, clock } = this.#options;
    const read = readBulkQuery(schemaOf(request.apiVersion), request.query);
    if ("complaints" in read) return { refusals: read.complaints.map(invalid) };
    requireSelection(read.query.field, read.query.args, this.#context(request.apiVersion));
    const open = [...shop.state.bulkOperations.values()].filter((item) => !hasEnded(item));
    if (open.length >= (request.apiVersion < MANY_SINCE ? 1 : AT_A_TIME)) {
      const ids = open.map(({ id }) => gid("BulkOperation", id)).join(", ");
      const message = `A bulk query operation for this app and shop is already in progress: ${ids}.`;
      return { refusals: [{ field: null, message, code: "OPERATION_IN_PROGRESS" }] };
    }
    const fileKey = randomBytes(KEY_BYTES).toString("hex");
    const id = shop.execute({ kind: "bulk.create", at: clock.now(), ...request, fileKey });
    const operation = id === null ? undefined : shop.state.bulkOperations.get(id);
    if (operation === undefined) throw new Error("a bulk operation was not kept");
    this.#begin(operation, read.query);
    return { id: operation.id };
  }

  view(operation: BulkOperation): BulkView {
    const writer = this.#running.get(operation.id)?.writer;
    const expired = this.hasExpired(operation);
    const kept = !expired && operation.fileSize > 0;
    const { status } = operation;
    const address = (end: string) =>
      `${this.origin}${RESULT_PATH}${operation.fileKey}-${end}?response-content-type=application%2Fjsonl`;
    return {
      status:
        status === "created" && writer !== undefined && writer.began
          ? "RUNNING"
          : status === "completed" && expired
            ? "EXPIRED"
            : status.toUpperCase(),
      objectCount: writer?.objects ?? operation.objectCount,
      rootObjectCount: writer?.roots ?? operation.rootObjectCount,
      url: kept && status === "completed" ? address("final") : null,
      partialDataUrl: kept && status === "failed" ? address("partial") : null,
    };
  }

  hasExpired({ endedAt }: BulkOperation): boolean {
    return endedAt !== null && this.#options.clock.now() >= endedAt + KEPT_MS;
  }

  /** The operation whose result lies under a key, unless it has none to give. */
  ofKey(key: string): BulkOperation | undefined {
    for (const operation of this.#options.shop.state.bulkOperations.values())
      if (operation.fileKey === key && operation.fileSize > 0) return operation;
    return undefined;
  }

  get files(): ResultFiles {
    return this.#options.files;
  }

  #context(apiVersion: string): ApiContext {
    const { shop, clock, apiKey } = this.#options;
    const { scopes } = shop.state.installation;
    return { shop, clock, scopes, apiVersion, apiKey, bulk: this };
  }

  #begin(operation: BulkOperation, query: BulkQuery): void {
    const writer = new ResultWriter(this.#options.files, {
      key: operation.fileKey,
      plan: query.plan,
      seed: Number(BigInt(operation.id) % 4_294_967_296n),
      grouped: operation.groupObjects,
    });
    const ended = this.#carryOut(operation, query, writer)
      .catch((error: unknown) => this.#giveUp(operation.id, String(error)))
      .finally(() => this.#running.delete(operation.id));
    this.#running.set(operation.id, { writer, ended });
  }

  async #carryOut(
    { id, apiVersion, fileKey }: BulkOperation,
    query: BulkQuery,
    writer: ResultWriter,
  ): Promise<void> {
    const { shop, clock, files } = this.#options;
    const interrupted = () => {
      if (shop.state.bulkOperations.get(id)?.status === "canceling") return "canceled";
      return this.#stopping ? "stopped" : null;
    };
    const fails = strikes(this.faults, "bulkFail", this.#random);
    const outcome = await carryOut({
      schema: schemaOf(apiVersion),
      query,
      writer,
      context: () => this.#context(apiVersion),
      interrupted,
      halfway: async () => {
        await this.#restHalfway(interrupted);
        return fails ? "fails" : "goes on";
      },
    });
    if (outcome === null) return;
    if (outcome.status === "canceled" || outcome.fileSize === 0) await files.drop(fileKey);
    const fileSize = outcome.status === "canceled" ? 0 : outcome.fileSize;
    shop.execute({ kind: "bulk.finish", at: clock.now(), id, outcome: { ...outcome, fileSize } });
    await this.#dropExpired();
  }

  /** Ends what can't even fail in order, such as on a full disk, so that it holds up no other. */
  #giveUp(id: string, why: string): void {
    const { shop, clock } = this.#options;
    process.stderr.write(`dev store: bulk operation ${id}: ${why}\n`);
    const operation = shop.state.bulkOperations.get(id);
    if (operation === undefined || hasEnded(operation)) return;
    const nothing = { objectCount: 0, rootObjectCount: 0, fileSize: 0 };
    const outcome = { ...nothing, status: "failed", errorCode: "internal_server_error" } as const;
    shop.execute({ kind: "bulk.finish", at: clock.now(), id, outcome });
  }

  async #restHalfway(interrupted: () => unknown): Promise<void> {
    const end = performance.now() + this.faults.bulkDelayMs;
    while (performance.now() < end && interrupted() === null)
      await new Promise((resolve) => setTimeout(resolve, LOOK_UP_MS));
  }

  async #dropExpired(): Promise<void> {
    for (const operation of this.#options.shop.state.bulkOperations.values())
      if (this.hasExpired(operation)) await this.#options.files.drop(operation.fileKey);
  }
}

function schemaOf(apiVersion: string): AdminSchema {
  const schema = loadAdminSchema(apiVersion);
  if (schema === null) throw new Error(`there is no Admin API version ${apiVersion}`);
  return schema;
}
