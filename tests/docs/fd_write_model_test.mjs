// The FD_WRITE simulator's model gives, step for step, what the emulation has given.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fdWriteSequences, loadScripts } from "./vectors.mjs";

const { fdWrite } = loadScripts("fd_write_model.js");
const sequences = fdWriteSequences();

test("there are sequences, and every step stands in one", () => {
  assert.ok(sequences.length >= 10);
  const used = new Set(sequences.flatMap(({ steps }) => steps.map(({ step }) => step)));
  assert.deepEqual([...used].sort(), [...fdWrite.names].sort());
});

for (const { name, steps } of sequences) {
  test(name, () => {
    let state = fdWrite.start();
    for (const { line, step, ...recorded } of steps) {
      const taken = fdWrite.take(state, step);
      state = taken.state;
      const event = (on) => (on ? "FD_WRITE" : "-");
      const found = { result: taken.result, record: event(state.recorded), latch: event(state.latched), event: state.signaled ? "signaled" : "-" };
      assert.deepEqual(found, recorded, `fd_write_sequences.txt:${line}: ${step}`);
    }
  });
}
