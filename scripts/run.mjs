// The one entry of every npm script. Plain JavaScript for the machine's own Node (20 or later):
// it installs and generates what is missing, then goes on under the Node 24 that npm installed.
// All notices go to stderr; stdout belongs to the command.
import { join } from "node:path";
import { COMMANDS } from "./launch/commands.mjs";
import { buildIfStale } from "./launch/build.mjs";
import { installIfMissing } from "./launch/install.mjs";
import { generateIfStale } from "./launch/prisma.mjs";
import { runtime } from "./launch/runtime.mjs";
import { ROOT, runToEnd } from "./launch/process.mjs";

const NODE_MAJOR_MIN = 20;

async function main() {
  const [name = "", ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (command === undefined) {
    process.stderr.write(
      `Unknown command "${name}". There are: ${Object.keys(COMMANDS).join(", ")}.\n`,
    );
    return 2;
  }
  if (Number(process.versions.node.split(".")[0]) < NODE_MAJOR_MIN) {
    process.stderr.write(
      `Perennial needs Node ${NODE_MAJOR_MIN} or later to begin with; this is ${process.version}.\n`,
    );
    return 1;
  }
  await installIfMissing({ production: command.production === true });
  const node = runtime();
  generateIfStale(node);
  if (command.needsBuild === true) await buildIfStale(node);
  return runToEnd(node.path, [
    ...node.flags(command),
    join(ROOT, command.file),
    ...(command.args ?? []),
    ...args,
  ]);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
