/**
 * One seed for all properties of a run. It is printed, so that a run can be repeated:
 * PROPERTY_SEED=… npm test
 */
const SEED_MAX = 2 ** 31;

export function propertySeed(): number {
  const given = process.env["PROPERTY_SEED"];
  if (given !== undefined && !/^-?\d+$/.test(given))
    throw new Error(`PROPERTY_SEED must be a whole number, not "${given}".`);
  const seed = given === undefined ? Math.floor(Math.random() * SEED_MAX) : Number(given);
  process.stderr.write(`Properties run with PROPERTY_SEED=${seed}\n`);
  return seed;
}
