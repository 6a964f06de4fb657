// What makes reading more comfortable. Every page is whole without it.
"use strict";

{
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

  // ---- scripts beside the page: from file:// a page may load scripts, but not data ----------------

  const loading = new Map();
  netladder.load = (address) => {
    if (!loading.has(address)) {
      loading.set(address, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = resolve;
        script.onerror = () => reject(new Error(`cannot load ${address}`));
        document.head.append(script);
      }));
    }
    return loading.get(address);
  };

  // ---- copy buttons ------------------------------------------------------------------------------

  // The code alone: no line numbers; of a session at the prompt only what was typed.
  netladder.codeOf = (block) => {
    const lines = $$(".line", block).map((line) => {
      const copy = line.cloneNode(true);
      $$(".lineno", copy).forEach((number) => number.remove());
      return copy.textContent.replaceAll("\u00a0", " ").trimEnd();
    });
    const typed = lines.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2));
    return `${(typed.length ? typed : lines).join("\n")}\n`;
  };

  async function copyText(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    return undefined;
  }

  function addCopyButton(figure) {
    const block = figure.querySelector(".fragment");
    if (!block || block.matches(".drawing, .picture")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    const name = figure.querySelector("figcaption")?.textContent;
    button.setAttribute("aria-label", name ? `Copy: ${name}` : "Copy the code");
    button.addEventListener("click", async () => {
      try {
        await copyText(netladder.codeOf(block));
        button.textContent = "Copied";
      } catch {
        button.textContent = "Cannot copy";
      }
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    figure.append(button);
  }

  // ---- one card at a time: a test, or a word of the glossary -----------------------------------------

  let card = null;
  let opener = null;

  function closeCard(back = false) {
    card?.remove();
    card = null;
    opener?.setAttribute("aria-expanded", "false");
    if (back) opener?.focus();
    opener = null;
  }

  function openCard(link, kind, fill) {
    closeCard();
    card = document.createElement("div");
    card.className = `card ${kind}`;
    fill(card);
    document.body.append(card);
    const place = link.getBoundingClientRect();
    const width = card.offsetWidth;
    const left = Math.max(8, Math.min(place.left, document.documentElement.clientWidth - width - 8));
    const below = place.bottom + 6;
    const above = place.top - card.offsetHeight - 6;
    const fits = below + card.offsetHeight <= window.innerHeight || above < 0;
    card.style.left = `${left + window.scrollX}px`;
    card.style.top = `${(fits ? below : above) + window.scrollY}px`;
  }

  // ---- ticks: the test behind a statement ------------------------------------------------------------

  const cards = {};
  netladder.cards = (more) => Object.assign(cards, more);

  async function openTest(tick) {
    const again = opener === tick;
    closeCard();
    if (again) return;
    try {
      await netladder.load(document.body.dataset.cards);
    } catch {
      location.href = tick.href;
      return;
    }
    const [, anchor] = tick.getAttribute("href").split("#");
    openCard(tick, "test-card", (box) => {
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", tick.getAttribute("aria-label"));
      box.innerHTML = cards[anchor] ?? "";
      $$("figure.code", box).forEach(addCopyButton);
      const more = document.createElement("p");
      const all = document.createElement("a");
      all.href = tick.href;
      all.textContent = "All statements that this test proves";
      more.append(all);
      const close = document.createElement("button");
      close.type = "button";
      close.className = "close";
      close.textContent = "Close";
      close.addEventListener("click", () => closeCard(true));
      box.append(more, close);
    });
    opener = tick;
    tick.setAttribute("aria-expanded", "true");
    card.tabIndex = -1;
    card.focus({ preventScroll: true });
  }

  // ---- words of the glossary: their meaning on hover and on focus ------------------------------------

  function prepareTerm(term) {
    const meaning = term.title;
    term.removeAttribute("title");
    const show = () => openCard(term, "term-card", (box) => {
      box.id = "term-card";
      box.setAttribute("role", "tooltip");
      box.textContent = meaning;
      term.setAttribute("aria-describedby", "term-card");
    });
    const hide = () => {
      term.removeAttribute("aria-describedby");
      if (card?.classList.contains("term-card")) closeCard();
    };
    term.addEventListener("mouseenter", show);
    term.addEventListener("mouseleave", hide);
    term.addEventListener("focus", show);
    term.addEventListener("blur", hide);
  }

  // ---- the contents follow the scroll ----------------------------------------------------------------

  function followScroll() {
    const nav = document.querySelector(".contents-list");
    if (!nav) return;
    const links = new Map($$("a", nav).map((link) => [link.hash.slice(1), link]));
    const headings = $$("main h2[id], main h3[id]").filter((heading) => links.has(heading.id));
    const narrow = window.matchMedia("(max-width: 69.99rem)");
    const fold = () => (nav.firstElementChild.open = !narrow.matches);
    narrow.addEventListener("change", fold);
    fold();
    let waiting = false;
    const update = () => {
      waiting = false;
      const line = 120;
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
      const current = links.get((passed.at(-1) ?? headings[0])?.id);
      for (const link of links.values()) {
        if (link !== current) link.removeAttribute("aria-current");
      }
      if (!current || current.getAttribute("aria-current")) return;
      current.setAttribute("aria-current", "true");
      $$(".here", nav).forEach((entry) => entry.classList.remove("here"));
      for (let entry = current.closest("li"); entry; entry = entry.parentElement.closest("li")) {
        entry.classList.add("here");
      }
      if (!narrow.matches) {
        const wanted = current.offsetTop - nav.clientHeight / 2;
        nav.scrollTo({ top: wanted });
      }
    };
    document.addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(update);
      waiting = true;
    }, { passive: true });
    update();
  }

  // ---- the menu of the bar: a click beside it or Escape closes it --------------------------------------

  const openMenu = () => document.querySelector("header.site details[open]");

  function closeMenu() {
    const menu = openMenu();
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  // ---- keys ------------------------------------------------------------------------------------------

  function onKey(event) {
    if (event.key === "Escape" && card) return closeCard(true);
    if (event.key === "Escape") return closeMenu();
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, dialog, [contenteditable], [data-arrows]")) return;
    const relation = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    // In a box that scrolls sideways the arrows scroll it.
    if (!relation || event.target.closest("[tabindex='0']")) return;
    const link = document.querySelector(`main a[rel="${relation}"]`);
    if (link) location.href = link.href;
  }

  // ---- boxes that scroll must be reachable by keyboard; the others are no tab stop ---------------------

  function markScrollers() {
    for (const box of $$(".wide, .fragment, .memproto")) {
      if (box.scrollWidth > box.clientWidth + 1) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", "Scrolls sideways");
      } else {
        box.removeAttribute("tabindex");
        box.removeAttribute("role");
        box.removeAttribute("aria-label");
      }
    }
  }

  // ---- print: what is folded is unfolded ---------------------------------------------------------------

  window.addEventListener("beforeprint", () => {
    closeCard();
    for (const details of $$("main details:not([open])")) {
      details.open = true;
      details.dataset.folded = "";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const details of $$("details[data-folded]")) {
      details.open = false;
      delete details.dataset.folded;
    }
  });

  $$("main figure.code").forEach(addCopyButton);
  $$("a.term").forEach(prepareTerm);
  for (const tick of $$("a.tick")) {
    if (!document.body.dataset.cards) break;
    tick.setAttribute("role", "button");
    tick.setAttribute("aria-expanded", "false");
    tick.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openTest(tick);
    });
    tick.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        openTest(tick);
      }
    });
  }
  document.addEventListener("click", (event) => {
    if (card && !card.contains(event.target) && !event.target.closest("a.tick")) closeCard();
    if (openMenu() && !openMenu().contains(event.target)) openMenu().open = false;
  });
  document.addEventListener("keydown", onKey);
  document.fonts?.ready.then(markScrollers);
  window.addEventListener("resize", markScrollers);
  markScrollers();
  followScroll();
}
