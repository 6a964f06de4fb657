// What a reader does here: answers before looking, and lessons worked through. Kept in this browser only.
"use strict";

{
  const page = location.pathname.split("/").pop().replace(".html", "");
  const lesson = /^lesson\d\d$/.test(page) ? page : null;

  // ---- predict, then look --------------------------------------------------------------------------

  function addAnswer(details, number) {
    const key = `answer-${page}-${number}`;
    const label = document.createElement("label");
    label.className = "answer";
    label.append("Your answer, before you look");
    const box = document.createElement("textarea");
    box.rows = 2;
    box.value = netladder.recall(key) ?? "";
    box.addEventListener("input", () => netladder.remember(key, box.value));
    label.append(box);
    details.before(label);
  }

  const heading = document.getElementById(`${page}-predict`);
  let number = 0;
  for (let next = heading?.nextElementSibling; next && next.tagName !== "H2"; next = next.nextElementSibling) {
    if (next.tagName === "DETAILS") addAnswer(next, ++number);
  }

  // ---- progress ------------------------------------------------------------------------------------

  function markDone() {
    for (const rung of document.querySelectorAll(".rung")) {
      const name = rung.getAttribute("href").replace(".html", "");
      const done = netladder.recall(`done-${name}`) === "yes";
      rung.querySelector(".done")?.remove();
      if (!done) continue;
      const sign = document.createElement("span");
      sign.className = "done";
      sign.setAttribute("role", "img");
      sign.setAttribute("aria-label", "done");
      sign.textContent = " \u2713";
      rung.append(sign);
    }
  }

  if (lesson) {
    const label = document.createElement("label");
    label.className = "worked-through";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = netladder.recall(`done-${lesson}`) === "yes";
    box.addEventListener("change", () => {
      netladder.remember(`done-${lesson}`, box.checked ? "yes" : "no");
      markDone();
    });
    label.append(box, " I have worked through this lesson");
    document.querySelector("main .neighbours")?.before(label);
  }
  markDone();
}
