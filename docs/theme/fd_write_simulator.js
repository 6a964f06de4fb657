// The FD_WRITE simulator: one connection, a button for each step, and what record, latch and event are behind it.
"use strict";

{
  const { element, labelled, options, button } = netladder.form;
  const { start, take } = netladder.fdWrite;

  const WORDS = {
    "select FD_WRITE": "WSAEventSelect(FD_WRITE)",
    send: "send",
    fill: "send until WSAEWOULDBLOCK",
    drain: "the peer reads everything",
    enumerate: "WSAEnumNetworkEvents",
    reset: "WSAResetEvent",
    "select 0": "WSAEventSelect(0)",
  };

  // Why a step did what it did.
  const because = {
    "select FD_WRITE": (before, after) => {
      if (before.recorded) return "Nobody has taken the record, so it signals the event at once.";
      if (before.latched) return "FD_WRITE was taken before and is still latched: selecting again repeats nothing.";
      return after.recorded ? "The connection exists and has room: FD_WRITE is recorded, and the event is signaled." : "There is no room: nothing to record yet.";
    },
    "select 0": () => "No more reports. Record and latch stay as they are.",
    send: (before) => (before.full ? failed(before) : "A send that works touches neither record nor latch."),
    fill: (before) => `Now the connection is full. ${failed(before)}`,
    drain: (before, after) => {
      if (after.recorded && !before.recorded) return "There is room again, and the latch was open: FD_WRITE is recorded, and the event is signaled.";
      if (!after.selected) return "There is room, but nothing is selected: nobody is told.";
      return "There is room, but FD_WRITE is latched: nothing happens.";
    },
    enumerate: (before, after) => {
      if (!before.selected) return "Nothing is selected, so nothing is returned. The event is reset.";
      if (before.recorded) return "The record is taken, and the event is reset. The latch stays: no FD_WRITE until a send has failed.";
      return `The record was empty.${before.signaled ? " The signal was a stale one; now the event is reset." : ""}${after.latched ? "" : " The latch is open."}`;
    },
    reset: (before) => (before.recorded ? "The event is off, but the record is still there. Who only waits for the event will wait for ever." : "The event is off. Record and latch are untouched."),
  };

  function failed(before) {
    const forgotten = before.recorded ? " The record that nobody had taken is forgotten, too; the event keeps its signal." : "";
    return `The send that failed has lifted the latch: FD_WRITE will come when there is room.${forgotten}`;
  }

  // ---- the state, and what led to it ------------------------------------------------------------------

  let history = [];
  const now = () => history.at(-1)?.state ?? start();
  const mark = (on, yes, no = "-") => (on ? yes : no);
  const cells = (state) => [mark(state.recorded, "FD_WRITE"), mark(state.latched, "FD_WRITE"), mark(state.signaled, "signaled")];

  const why = element("p", { role: "status", class: "verdict" });
  const facts = element("dl", { class: "facts" });
  const log = element("tbody");
  const undo = button("Take the last step back", () => rewrite(history.slice(0, -1)));
  const again = button("Start again", () => rewrite([]));

  function fact(name, value, on) {
    return element("div", { class: on ? "on" : "off" }, element("dt", {}, name), element("dd", {}, value));
  }

  function show() {
    const state = now();
    const [recorded, latched, signaled] = cells(state);
    facts.replaceChildren(
      fact("record", recorded, state.recorded), fact("latch", latched, state.latched), fact("event", mark(state.signaled, signaled, "not signaled"), state.signaled),
      fact("room to send", mark(state.full, "none", "yes"), !state.full), fact("selected", mark(state.selected, "FD_WRITE", "nothing"), state.selected),
    );
    log.replaceChildren(...history.map(({ name, result, state: behind }) =>
      element("tr", {}, ...[WORDS[name], result, ...cells(behind)].map((text) => element("td", {}, text)))));
    const last = history.at(-1);
    why.textContent = last ? because[last.name](history.at(-2)?.state ?? start(), last.state) : "A connection that has just been made. The next step is yours.";
    undo.disabled = again.disabled = !history.length;
  }

  function rewrite(steps) {
    history = steps;
    show();
  }

  const step = (name) => {
    const { state, result } = take(now(), name);
    rewrite([...history, { name, state, result }]);
  };

  function play(place) {
    if (place === "") return;
    history = [];
    netladder.fdWriteSequences[Number(place)].steps.forEach((one) => step(one.step));
  }

  // ---- the page ------------------------------------------------------------------------------------

  const sequences = element("select", {}, element("option", { value: "" }, "choose one"), ...options(netladder.fdWriteSequences.map(({ name }, place) => [String(place), name])));
  sequences.addEventListener("change", () => play(sequences.value));
  const buttons = Object.entries(WORDS).map(([name, words]) => button(words, () => step(name)));
  const head = element("tr", {}, ...["what happens", "returns", "record", "latch", "event"].map((words) => element("th", { scope: "col" }, words)));
  const table = element("table", { class: "markdownTable log" }, element("thead", {}, head), log);

  document.getElementById("fd-write-simulator").replaceChildren(
    element("fieldset", {}, element("legend", {}, "The next step"), element("div", { class: "row" }, ...buttons)),
    facts, why,
    element("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "All steps so far" }, table),
    element("fieldset", {}, element("legend", {}, "All steps"), element("div", { class: "row" }, undo, again),
      labelled("A sequence that the emulation has played", sequences)),
  );
  show();
}
