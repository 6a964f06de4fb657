// The site's scripts and the vectors of lesson 05, for tests that need no browser.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";

export const course = join(dirname(fileURLToPath(import.meta.url)), "../..");

// The scripts are no modules: a page that is read from file:// may load scripts, but no modules.
export function loadScripts(...names) {
  const context = createContext({ netladder: {}, TextDecoder, TextEncoder });
  for (const name of names) runInContext(readFileSync(join(course, "docs/theme", name), "utf8"), context, name);
  return context.netladder;
}

const octetsOf = (hex) => hex.split(" ").filter(Boolean).map((word) => parseInt(word, 16));

function rulesOf(text) {
  const words = text.split(" ");
  const limit = words.find((word) => word.startsWith("limit="))?.slice(6);
  return { reader: words[0], allowRsv1: words.includes("rsv1"), limit: limit ?? String(2n ** 40n) };
}

export function frameVectors() {
  const lines = readFileSync(join(course, "tests/05_websocket/frames/frame_vectors.txt"), "utf8").split("\n");
  const rows = lines.map((line, place) => [place + 1, ...line.split("|").map((field) => field.trim())]).filter(([, kind]) => ["header", "close", "utf8"].includes(kind));
  const of = (wanted, make) => rows.filter(([, kind]) => kind === wanted).map(([line, , ...fields]) => ({ line, ...make(fields) }));
  return {
    headers: of("header", ([group, rules, hex, says, payload]) => ({ group, rules: rulesOf(rules), octets: octetsOf(hex), says, payload })),
    closes: of("close", ([, hex, says]) => ({ octets: octetsOf(hex), says })),
    utf8: of("utf8", ([name, hex, right]) => ({ name, octets: octetsOf(hex), right: Number(right) })),
  };
}

// What the emulation has played: each sequence with its steps, and what was seen behind each.
export function fdWriteSequences() {
  const sequences = [];
  const lines = readFileSync(join(course, "tests/02_wsaeventselect/emulation/fd_write_sequences.txt"), "utf8").split("\n");
  for (const [place, line] of lines.entries()) {
    if (line.startsWith("= ")) sequences.push({ name: line.slice(2), steps: [] });
    const [step, result, record, latch, event] = line.split(" | ");
    if (sequences.length && event) sequences.at(-1).steps.push({ line: place + 1, step, result, record, latch, event });
  }
  return sequences;
}
