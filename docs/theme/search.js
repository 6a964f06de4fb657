// Search over the text of the course: MiniSearch, an index that is a script, and a dialog.
"use strict";

{
  const button = document.querySelector(".search-button");
  const folder = new URL(".", document.currentScript.src);
  let rows = [];
  let engine = null;
  let dialog = null;
  let chosen = 0;

  netladder.searchIndex = (all) => (rows = all);

  // "half-close" is found as one word and by its parts, EpollServer by "server" too.
  function wordsOf(text) {
    const words = [];
    for (const [whole] of text.matchAll(/[\p{L}\p{N}]+(?:[-_.:]+[\p{L}\p{N}]+)*/gu)) {
      words.push(whole);
      const names = whole.split(/[-_.:]+/u);
      const parts = names.flatMap((name) => name.split(/(?<=[a-z0-9])(?=[A-Z])/u));
      if (names.length > 1) words.push(...names);
      if (parts.length > names.length) words.push(...parts);
      // l03::EpollServer::Run is found by EpollServer::Run, too.
      for (let at = whole.indexOf("::"); at >= 0; at = whole.indexOf("::", at + 2)) words.push(whole.slice(at + 2));
    }
    return words;
  }

  async function prepare() {
    if (engine) return;
    await Promise.all(["minisearch.js", "search-index.js"].map((name) => netladder.load(new URL(name, folder).href)));
    engine = new MiniSearch({ fields: ["title", "text"], tokenize: wordsOf });
    engine.addAll(rows.map(([, title, , text], id) => ({ id, title, text })));
  }

  netladder.find = (query) => engine.search(query, {
    combineWith: "AND",
    prefix: (term, place, terms) => place === terms.length - 1 || term.length > 3,
    fuzzy: (term) => (term.length > 5 ? 0.15 : false),
    boost: { title: 3 },
    // The text that explains comes before the list of names.
    boostDocument: (id) => {
      const [url, , page, text] = rows[id];
      if (!text) return 0.5;
      if (url.startsWith("verified")) return 0.35;
      return page ? 1.2 : 1;
    },
  }).slice(0, 30).map((result) => ({ row: rows[result.id], terms: result.terms }));

  function excerpt(text, query, terms) {
    const lower = text.toLowerCase();
    const candidates = [query.trim().toLowerCase(), ...terms.sort((a, b) => b.length - a.length)];
    const word = candidates.find((one) => one && lower.includes(one));
    const at = word ? lower.indexOf(word) : 0;
    const begin = Math.max(0, at - 70);
    const line = document.createElement("span");
    line.className = "excerpt";
    line.append((begin ? "… " : "") + text.slice(begin, at));
    if (word) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(at, at + word.length);
      line.append(mark);
    }
    line.append(text.slice(at + (word?.length ?? 0), at + 130) + (text.length > at + 130 ? " …" : ""));
    return line;
  }

  function option({ row: [url, title, page, text], terms }, number, query) {
    const link = document.createElement("a");
    link.href = new URL(url, folder).href;
    link.id = `search-result-${number}`;
    link.setAttribute("role", "option");
    link.tabIndex = -1;
    const heading = document.createElement("strong");
    heading.textContent = title;
    const where = document.createElement("span");
    where.className = "where";
    where.textContent = page;
    link.append(heading, where);
    if (text) link.append(excerpt(text, query, terms));
    link.addEventListener("click", () => {
      netladder.remember("found", JSON.stringify([query.trim(), ...terms]));
      if (link.href === location.href) markFound(); // no page will be loaded
    });
    return link;
  }

  function choose(number) {
    const options = [...dialog.querySelectorAll("[role=option]")];
    if (!options.length) return;
    chosen = (number + options.length) % options.length;
    options.forEach((one, place) => one.setAttribute("aria-selected", String(place === chosen)));
    options[chosen].scrollIntoView({ block: "nearest" });
    dialog.querySelector("input").setAttribute("aria-activedescendant", options[chosen].id);
  }

  function update() {
    if (!engine) return; // typed before the index was there: open() calls this again
    const query = dialog.querySelector("input").value;
    const found = query.trim().length > 1 ? netladder.find(query) : [];
    const list = dialog.querySelector("[role=listbox]");
    list.replaceChildren(...found.map((one, number) => option(one, number, query)));
    list.hidden = !found.length;
    const status = dialog.querySelector("[role=status]");
    status.textContent = query.trim().length < 2 ? "Type a word, a name from the code, or the name of a test. (All keys of the site: ?, outside of this box.)"
      : found.length ? `${found.length === 30 ? "The first 30" : found.length} results` : "Nothing found.";
    const input = dialog.querySelector("input");
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
    choose(0);
  }

  function build() {
    dialog = document.createElement("dialog");
    dialog.className = "search";
    dialog.setAttribute("aria-label", "Search the course");
    dialog.innerHTML = `
      <input type="search" role="combobox" aria-label="Search the course" aria-autocomplete="list"
        aria-expanded="false" aria-controls="search-results" autocomplete="off" spellcheck="false">
      <p role="status"></p>
      <div role="listbox" id="search-results" aria-label="Results" hidden></div>`;
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[role=option]")) dialog.close();
    });
    dialog.querySelector("input").addEventListener("input", update);
    dialog.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        choose(chosen + step);
      } else if (event.key === "Escape") {
        event.preventDefault(); // a search box would only empty itself
        dialog.close();
      } else if (event.key === "Enter") {
        event.preventDefault();
        dialog.querySelector("[aria-selected=true]")?.click();
      }
    });
    dialog.addEventListener("close", () => button.focus());
    document.body.append(dialog);
  }

  async function open() {
    if (dialog?.open) return;
    if (!dialog) build();
    dialog.showModal();
    dialog.querySelector("input").select();
    const status = dialog.querySelector("[role=status]");
    if (!engine) status.textContent = "Loading the index \u2026";
    try {
      await prepare();
    } catch (error) {
      status.textContent = `The search does not work here: ${error.message}`;
      return;
    }
    update();
  }

  // ---- where the reader arrives, the words that led there are marked, until Escape -----------------

  // Not by elements of our own: a highlight changes nothing in the page.
  function placesOf(words) {
    const any = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "giu");
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const node = texts.currentNode;
      for (const match of node.data.matchAll(any)) {
        found.push(new StaticRange({ startContainer: node, startOffset: match.index,
          endContainer: node, endOffset: match.index + match[0].length }));
      }
    }
    return found;
  }

  function markFound() {
    const [phrase, ...terms] = JSON.parse(netladder.recall("found") ?? "[]");
    netladder.remember("found", "[]");
    if (!phrase || !CSS.highlights) return;
    const whole = placesOf([phrase]); // what was typed, if a text has it; else its words
    CSS.highlights.set("found", new Highlight(...(whole.length ? whole : placesOf(terms))));
  }

  markFound();
  window.addEventListener("hashchange", markFound); // a result on the page that is open

  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") CSS.highlights?.delete("found");
    const typing = event.target.closest("input, textarea, select, dialog");
    const asked = event.key === "/" || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (asked && !typing) {
      event.preventDefault();
      open();
    }
  });
}
