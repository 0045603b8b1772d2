import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

interface Known {
  checkedAt: number;
  /** Null: there is no such file. */
  changedAt: number | null;
  bytes: Buffer;
  text: string | null;
  digest: string | null;
}

/** A file that someone edits shows at most this much later. */
const CHECK_EVERY_MS = 500;

/** File systems take 255 bytes for a name. */
const NAME_BYTES_MAX = 250;
/** Names are asked for by addresses too, so there may be any number of files that don't exist. */
const KNOWN_MAX = 5_000;

const isName = (file: string): boolean =>
  Buffer.byteLength(file) <= NAME_BYTES_MAX && !file.includes("..") && !file.includes("\0");

const NOTHING = Buffer.alloc(0);

function changedAt(path: string): number | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.mtimeMs : null;
}

const digestOf = (content: Buffer | string): string =>
  createHash("md5").update(content).digest("hex").slice(0, 12);

/** The files of a folder, kept while they don't change; what the merchant changed comes first. */
export class FolderFiles {
  readonly root: string;
  readonly #overlay: ReadonlyMap<string, string>;
  readonly #known = new Map<string, Known>();

  constructor(root: string, overlay: ReadonlyMap<string, string> = new Map()) {
    this.root = root;
    this.#overlay = overlay;
  }

  #read(file: string): Known {
    const now = Date.now();
    const known = this.#known.get(file);
    if (known !== undefined && now - known.checkedAt < CHECK_EVERY_MS) return known;
    const path = join(this.root, file);
    const at = isName(file) ? changedAt(path) : null;
    if (known !== undefined && known.changedAt === at) {
      known.checkedAt = now;
      return known;
    }
    const bytes = at === null ? NOTHING : readFileSync(path);
    const fresh = { checkedAt: now, changedAt: at, bytes, text: null, digest: null };
    if (this.#known.size >= KNOWN_MAX) this.#known.clear();
    this.#known.set(file, fresh);
    return fresh;
  }

  bytes(file: string): Buffer | null {
    const changed = this.#overlay.get(file);
    if (changed !== undefined) return Buffer.from(changed);
    const read = this.#read(file);
    return read.changedAt === null ? null : read.bytes;
  }

  text(file: string): string | null {
    const changed = this.#overlay.get(file);
    if (changed !== undefined) return changed;
    const read = this.#read(file);
    if (read.changedAt === null) return null;
    read.text ??= read.bytes.toString("utf8");
    return read.text;
  }

  /** A short digest of a file's content, "0" for no file: what an address carries to be kept for ever. */
  digest(file: string): string {
    const changed = this.#overlay.get(file);
    if (changed !== undefined) return digestOf(changed);
    const read = this.#read(file);
    if (read.changedAt === null) return "0";
    read.digest ??= digestOf(read.bytes);
    return read.digest;
  }

  /** Names of a folder's files, without their folder. */
  list(folder: string): string[] {
    const path = join(this.root, folder);
    const there = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    const names = there ? readdirSync(path).filter((name) => !name.startsWith(".")) : [];
    const added = [...this.#overlay.keys()]
      .filter((file) => file.startsWith(`${folder}/`))
      .map((file) => file.slice(folder.length + 1));
    return [...new Set([...names, ...added])].sort();
  }
}
