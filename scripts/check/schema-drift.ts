/** Do the migrations lead to exactly the tables that schema.prisma describes? */
import { PRISMA_DIRECTORY, schemaDifference } from "../schema/difference.ts";

export async function run(): Promise<string[]> {
  const difference = await schemaDifference(PRISMA_DIRECTORY);
  if (difference === null) return [];
  return [
    `The migrations do not lead to prisma/schema.prisma. Missing (make it with npm run migration:new -- NAME):\n${difference.trim()}`,
  ];
}
