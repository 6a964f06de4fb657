// Step buttons for the timelines: one event after the other, by mouse and by keyboard.
"use strict";

for (const figure of document.querySelectorAll("figure.timeline")) {
  const steps = [...figure.querySelectorAll(".step")];
  const ways = [...figure.querySelectorAll(".way")];
  const rows = [...figure.querySelectorAll("tr")].slice(1);
  let at = steps.length; // all of them show

  const status = document.createElement("output");
  const bar = document.createElement("div");
  bar.className = "steps";
  bar.dataset.arrows = "";

  const show = (wanted) => {
    at = Math.max(1, Math.min(wanted, steps.length));
    steps.forEach((step, place) => {
      step.classList.toggle("later", place >= at);
      step.classList.toggle("now", place === at - 1);
    });
    ways.forEach((way, place) => way.classList.toggle("later", place >= at - 1));
    const [, who, what] = [...rows[at - 1].cells].map((cell) => cell.textContent);
    status.textContent = `${at} of ${steps.length}: ${who}: ${what}`;
  };

  for (const [name, next] of [["First", () => 1], ["Back", () => at - 1], ["Step", () => (at === steps.length && !status.textContent ? 1 : at + 1)], ["All", () => steps.length]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => show(next()));
    bar.append(button);
  }
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(at + step);
  });
  bar.append(status);
  figure.querySelector(".wide").before(bar);
}
