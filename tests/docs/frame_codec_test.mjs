// The frame explorer's decoder says about every vector what the C++ decoder says about it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { frameVectors, loadScripts } from "./vectors.mjs";

const { frames } = loadScripts("frame_codec.js", "frame_parts.js");
const { headers, closes, utf8 } = frameVectors();
const whole = headers.filter(({ says }) => says.startsWith("size="));

const hex = (octets) => octets.map((octet) => octet.toString(16).toUpperCase().padStart(2, "0")).join("");

function text({ size, header, violation }) {
  if (violation) return `${violation.code} ${violation.what}`;
  if (!size) return "more";
  const key = header.masked ? ` key=${hex(header.key)}` : "";
  return `size=${size} fin=${Number(header.fin)} rsv1=${Number(header.rsv1)} opcode=${header.opcode} length=${header.length}${key}`;
}

test("there are vectors of every kind", () => {
  assert.ok(headers.length > 40 && whole.length > 10 && closes.length > 10 && utf8.length > 10);
});

test("the decoder says what the C++ decoder says", () => {
  for (const { line, octets, rules, says } of headers) {
    assert.equal(text(frames.decodeHeader(octets, rules)), says, `frame_vectors.txt:${line}`);
  }
});

test("a header that is cut anywhere needs more", () => {
  for (const { line, octets, rules, says } of whole) {
    const size = Number(/size=(\d+)/.exec(says)[1]);
    for (let cut = 0; cut < size; ++cut) {
      assert.equal(text(frames.decodeHeader(octets.slice(0, cut), rules)), "more", `frame_vectors.txt:${line}, ${cut}`);
    }
  }
});

test("what was decoded is encoded to the same octets", () => {
  for (const { line, octets, rules } of whole) {
    const { size, header } = frames.decodeHeader(octets, rules);
    const again = frames.encodeHeader({ ...header, rsv: header.rsv1 ? 4 : 0 });
    assert.equal(hex(again), hex(octets.slice(0, size)), `frame_vectors.txt:${line}`);
  }
});

test("payloads are unmasked", () => {
  for (const { line, octets, rules, payload } of whole.filter((one) => one.payload)) {
    const found = frames.explore(octets, rules);
    assert.equal(frames.textOf(found.payload), payload, `frame_vectors.txt:${line}`);
    assert.equal(found.missing, 0n);
  }
});

test("the payload of a Close frame is read as the C++ reader does", () => {
  for (const { line, octets, says } of closes) {
    const { code, reason, problem } = frames.readClose(octets);
    assert.equal(problem ? `fails ${code} ${problem}` : [code, reason].filter(Boolean).join(" "), says, `frame_vectors.txt:${line}`);
  }
});

test("text that is no UTF-8 fails at the same octet", () => {
  for (const { name, octets, right } of utf8) assert.equal(frames.firstBadUtf8(octets), right, name);
  assert.equal(frames.firstBadUtf8([0xe2, 0x82]), 2, "cut inside a character");
  assert.equal(frames.firstBadUtf8([...new TextEncoder().encode("a\u00e4\u20ac\u{1f986}z")]), -1);
});

test("every broken rule of the vectors has its section of the RFC", () => {
  const problems = [...headers.map(({ says }) => /^1\d\d\d (.+)/.exec(says)?.[1]), ...closes.map(({ says }) => /^fails \d+ (.+)/.exec(says)?.[1])];
  for (const problem of problems.filter(Boolean)) assert.match(frames.SECTIONS[problem] ?? problem, /^\d/);
});
