/**
 * Arrays as PostgreSQL takes them in binary: a large one of JSON costs neither quoting here nor
 * reading quotes there. The driver sends a Buffer as binary and anything else as text.
 */
const OIDS = { int8: 20, int4: 23, int2: 21, text: 25, jsonb: 3802, timestamptz: 1184 } as const;

/** Microseconds from 1970 to 2000, where PostgreSQL begins to count. */
const EPOCH_MICROSECONDS = 946_684_800_000_000n;
const NULL_LENGTH = -1;
const HEADER_BYTES = 20;
const JSONB_VERSION = 1;

export function int8s(values: readonly (string | null)[]): Buffer {
  return fixed(OIDS.int8, 8, values, (buffer, at, value) => {
    buffer.writeBigInt64BE(BigInt(value), at);
  });
}

/** Whole numbers that a double holds exactly. */
export function int8sOf(values: readonly number[]): Buffer {
  return fixed(OIDS.int8, 8, values, (buffer, at, value) => {
    buffer.writeBigInt64BE(BigInt(value), at);
  });
}

export function int4s(values: readonly number[]): Buffer {
  return fixed(OIDS.int4, 4, values, (buffer, at, value) => {
    buffer.writeInt32BE(value, at);
  });
}

/** Instants in ms. */
export function timestamps(values: readonly (number | null)[]): Buffer {
  return fixed(OIDS.timestamptz, 8, values, (buffer, at, value) => {
    buffer.writeBigInt64BE(BigInt(Math.trunc(value)) * 1_000n - EPOCH_MICROSECONDS, at);
  });
}

export function texts(values: readonly (string | null)[]): Buffer {
  return variable(OIDS.text, values, null);
}

/** Each is JSON as text. */
export function jsonbs(values: readonly (string | null)[]): Buffer {
  return variable(OIDS.jsonb, values, JSONB_VERSION);
}

function fixed<T>(
  oid: number,
  size: number,
  values: readonly (T | null)[],
  write: (buffer: Buffer, at: number, value: T) => void,
): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * (4 + size));
  let at = header(buffer, oid, values);
  for (const value of values) {
    if (value === null) {
      at = buffer.writeInt32BE(NULL_LENGTH, at);
      continue;
    }
    at = buffer.writeInt32BE(size, at);
    write(buffer, at, value);
    at += size;
  }
  return buffer.subarray(0, at);
}

function variable(oid: number, values: readonly (string | null)[], version: number | null): Buffer {
  const prefix = version === null ? 0 : 1;
  // No character takes more than three bytes for each of its UTF-16 units.
  const most = values.reduce((sum, value) => sum + 5 + 3 * (value?.length ?? 0), HEADER_BYTES);
  const buffer = Buffer.allocUnsafe(most);
  let at = header(buffer, oid, values);
  for (const value of values) {
    if (value === null) {
      at = buffer.writeInt32BE(NULL_LENGTH, at);
      continue;
    }
    if (version !== null) buffer.writeUInt8(version, at + 4);
    const bytes = buffer.write(value, at + 4 + prefix, "utf8");
    buffer.writeInt32BE(bytes + prefix, at);
    at += 4 + prefix + bytes;
  }
  return buffer.subarray(0, at);
}

function header(buffer: Buffer, oid: number, values: readonly unknown[]): number {
  const dimensions = values.length === 0 ? 0 : 1;
  buffer.writeInt32BE(dimensions, 0);
  buffer.writeInt32BE(Number(values.includes(null)), 4);
  buffer.writeInt32BE(oid, 8);
  if (dimensions === 0) return 12;
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  return HEADER_BYTES;
}
