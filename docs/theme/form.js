// Small pieces of forms for the course's tools. Everything can be reached and worked by keyboard alone.
"use strict";

{
  // An element: attributes, then what stands inside.
  function element(tag, attributes = {}, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) made.setAttribute(name, "");
      else if (value !== false) made.setAttribute(name, value);
    }
    made.append(...inside);
    return made;
  }

  // A control with its words in front of it, or behind it for a box to tick.
  function labelled(words, control) {
    const tick = control.type === "checkbox";
    return element("label", { class: tick ? "tick-box" : "field" }, ...(tick ? [control, ` ${words}`] : [words, control]));
  }

  const options = (pairs) => pairs.map(([value, words]) => element("option", { value }, words));

  function button(words, act) {
    const made = element("button", { type: "button" }, words);
    made.addEventListener("click", act);
    return made;
  }

  netladder.form = { element, labelled, options, button };
}
