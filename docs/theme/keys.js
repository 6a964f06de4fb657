// "?" shows which keys do something here.
"use strict";

{
  const KEYS = [
    ["/", "search the course"],
    ["\u2190 \u2192", "the lesson before, the lesson behind"],
    ["Esc", "close what is open, and unmark the words that were found"],
    ["?", "this list"],
  ];

  function show() {
    const dialog = document.createElement("dialog");
    dialog.className = "keys";
    dialog.setAttribute("aria-label", "Keys");
    const list = document.createElement("dl");
    for (const [key, meaning] of KEYS) {
      const term = document.createElement("dt");
      const name = document.createElement("kbd");
      name.textContent = key;
      term.append(name);
      const words = document.createElement("dd");
      words.textContent = meaning;
      list.append(term, words);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    dialog.append(list, close);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    event.preventDefault();
    show();
  });
}
