// FD_WRITE of one connection: the record, the latch and the event, as the emulation of lesson 02 keeps them in its
// default profile. Tested on sequences that the emulation has played (tests/docs/fd_write_model_test.mjs).
"use strict";

{
  // A new connection: there is room, and nothing is selected.
  const start = () => ({ full: false, selected: false, recorded: false, latched: false, signaled: false });

  // What the emulation does before a caller could notice that it had not been done (StreamTransfer::Look).
  function look(state) {
    if (!state.selected || state.latched || state.full) return;
    state.recorded = true;
    state.latched = true;
    state.signaled = true;
  }

  // A send that would block forgets the record and lifts the latch (EmulatedSocket::NoteSend).
  function wouldBlock(state) {
    state.recorded = false;
    state.latched = false;
    return "WSAEWOULDBLOCK";
  }

  // Each step changes the state and returns what the call returns.
  const steps = {
    "select FD_WRITE": (state) => {
      state.selected = true;
      if (state.recorded) state.signaled = true; // what nobody has taken is told again
      return "ok";
    },
    "select 0": (state) => {
      state.selected = false;
      return "ok";
    },
    send: (state) => (state.full ? wouldBlock(state) : "ok"), // one that works touches nothing
    fill: (state) => {
      state.full = true;
      return wouldBlock(state);
    },
    drain: (state) => {
      state.full = false;
      return "ok";
    },
    enumerate: (state) => {
      const events = state.selected && state.recorded ? "FD_WRITE" : "-";
      if (state.selected) state.recorded = false; // the latch stays
      state.signaled = false;
      return events;
    },
    reset: (state) => {
      state.signaled = false;
      return "ok";
    },
  };

  // Takes a step: the state behind it, and what its call returned.
  function take(before, name) {
    const state = { ...before };
    const result = steps[name](state);
    look(state);
    return { state, result };
  }

  netladder.fdWrite = { start, take, names: Object.keys(steps) };
}
