/** The Dockerfile's steps, carried out as plain commands: each stage is a folder that stands for its root. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { DockerfileParser } from "dockerfile-ast";

export interface Stage {
  /** The folder that stands for `/`. */
  root: string;
  workdir: string;
  env: Record<string, string>;
  /** Who the command runs as; null = whoever tries. */
  user: string | null;
  command: string[];
  health: string[];
}

export interface Tried {
  /** What `COPY` without `--from` takes from: the build context. */
  context: string;
  scratch: string;
  /** Where `node` and `npm` are. */
  path: string;
  tell: (line: string) => void;
}

type Stages = Map<string, Stage>;
type Step = { words: string[]; text: string; stage: Stage; stages: Stages; tried: Tried };

/** Carries out all stages; answers with the last. Throws at the first step that fails. */
export function carryOut(dockerfile: string, tried: Tried): Stage {
  const stages: Stages = new Map();
  let stage = newStage(tried, 0);
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    const keyword = instruction.getKeyword();
    const text = instruction.toString().slice(keyword.length).trim();
    const words = text.split(/\s+/);
    tried.tell(`${keyword} ${text}`.slice(0, 120));
    if (keyword === "FROM") {
      stage = newStage(tried, stages.size);
      stages.set(words[2] ?? String(stages.size), stage); // FROM image AS name
      continue;
    }
    const carry = STEPS[keyword];
    if (!carry) throw new Error(`${keyword} can't be tried here`);
    carry({ words, text, stage, stages, tried });
  }
  return stage;
}

function newStage({ scratch }: Tried, number: number): Stage {
  const root = path.join(scratch, `stage-${number}`);
  mkdirSync(root, { recursive: true });
  return { root, workdir: "/", env: {}, user: null, command: [], health: [] };
}

/** Where an absolute path of the image lies. */
export function inside(stage: Stage, absolute: string): string {
  return path.join(stage.root, absolute);
}

const STEPS: Readonly<Record<string, (step: Step) => void>> = {
  WORKDIR: ({ stage, text }) => {
    stage.workdir = path.posix.resolve(stage.workdir, text);
    mkdirSync(inside(stage, stage.workdir), { recursive: true });
  },
  ENV: ({ stage, words }) => {
    for (const word of words) {
      const [name = "", value = ""] = word.split("=", 2);
      stage.env[name] = value;
    }
  },
  COPY: copy,
  RUN: run,
  USER: ({ stage, text }) => {
    stage.user = text;
  },
  CMD: ({ stage, text }) => {
    stage.command = listIn(text);
  },
  HEALTHCHECK: ({ stage, text }) => {
    stage.health = listIn(text);
  },
  EXPOSE: () => undefined, // says what listens and does nothing
};

function copy({ words, stage, stages, tried }: Step): void {
  const from = words.find((word) => word.startsWith("--from="))?.slice("--from=".length);
  const source = from === undefined ? tried.context : stages.get(from)?.root;
  if (source === undefined) throw new Error(`there is no stage ${String(from)}`);
  const named = words.filter((word) => !word.startsWith("--"));
  const last = named.pop() ?? "";
  const target = inside(stage, path.posix.resolve(stage.workdir, last));
  for (const word of named) {
    const file = path.join(source, word);
    // As COPY does: of a folder its content, a file under its own name where the target is a folder.
    const renamed = statSync(file).isDirectory() || !last.endsWith("/");
    cpSync(file, renamed ? target : path.join(target, path.basename(file)), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

function run({ text, stage, tried }: Step): void {
  const own = { NODE_ENV: "", PATH: tried.path, HOME: tried.scratch, CI: "true" };
  const result = spawnSync("sh", ["-c", text], {
    cwd: inside(stage, stage.workdir),
    env: { ...own, ...networkOf(process.env), ...stage.env } as NodeJS.ProcessEnv,
    stdio: ["ignore", 2, 2],
  });
  if (result.status !== 0) throw new Error(`RUN ${text} ended with ${String(result.status)}`);
}

/** What reaching the package registry may need on this machine. */
function networkOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const wanted = /^(npm_config_|NODE_EXTRA_CA_CERTS$|https?_proxy$)/i;
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      wanted.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}

/** `["file", "argument"]` at the end of CMD and HEALTHCHECK. */
function listIn(text: string): string[] {
  return JSON.parse(text.slice(text.indexOf("["))) as string[];
}
