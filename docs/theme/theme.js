// Light, dark, or as the system has it. Runs before the page is painted, so that nothing flashes.
"use strict";

const netladder = {};
window.netladder = netladder;

{
  const root = document.documentElement;
  const choices = ["system", "light", "dark"];

  // A browser may forbid storage: the switch then lasts as long as the page.
  netladder.remember = (key, value) => {
    try {
      localStorage.setItem(`netladder-${key}`, value);
    } catch {
      // nothing to do
    }
  };
  netladder.recall = (key) => {
    try {
      return localStorage.getItem(`netladder-${key}`);
    } catch {
      return null;
    }
  };

  const stored = netladder.recall("theme");
  let theme = choices.includes(stored) ? stored : "system";

  function show() {
    root.dataset.theme = theme;
    for (const button of document.querySelectorAll(".theme-button")) {
      button.textContent = { system: "\u25d0", light: "\u2600", dark: "\u263e" }[theme];
      button.setAttribute("aria-label", `Theme: ${theme}`);
      button.title = `Theme: ${theme}`;
    }
  }

  root.classList.add("js");
  show();
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".theme-button")) {
      theme = choices[(choices.indexOf(theme) + 1) % choices.length];
      netladder.remember("theme", theme);
      show();
    }
  });
  // Another page of the course, open beside this one, follows.
  window.addEventListener("storage", (event) => {
    if (event.key === "netladder-theme" && choices.includes(event.newValue)) {
      theme = event.newValue;
      show();
    }
  });
}
