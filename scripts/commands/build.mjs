import { build } from "../launch/build.mjs";
import { runtime } from "../launch/runtime.mjs";

build(runtime(), "inherit").catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
