"use strict";
// Search over claims and sites from files beside the page. Nothing is sent anywhere, and nothing from the index is ever
// made markup: what is shown is set as text, and addresses are the report's own.
(() => {
  const base = document.currentScript.dataset.base, root = document.currentScript.dataset.root;
  const form = document.querySelector("#search"), box = document.querySelector("#search-words");
  const list = document.querySelector("#search-found"), told = document.querySelector("#search-told");
  const terms = new Map(), documents = new Map(), waiting = new Map();
  let index = null, asked = 0;

  const load = (name) => {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = `${base}search/${name}`;
        script.onload = done;
        script.onerror = () => failed(new Error(name));
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  };
  globalThis.claimtraceIndex = (about) => { index = about; };
  globalThis.claimtraceTerms = (number, found) => terms.set(number, found);
  globalThis.claimtraceDocuments = (number, found) => documents.set(number, found);

  const words = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu) || [];

  // all documents with a word that begins so; the last word may be unfinished, the others are whole
  const withWord = async (word, isUnfinished) => {
    const found = new Set();
    let number = index.firsts.findLastIndex((first) => first <= word);
    for (number = Math.max(number, 0); number < index.firsts.length; number += 1) {
      if (number && index.firsts[number] > word && !(isUnfinished && index.firsts[number].startsWith(word))) break;
      await load(`terms-${number}.js`);
      for (const [term, steps] of Object.entries(terms.get(number))) {
        if (term === word || (isUnfinished && term.startsWith(word))) {
          let at = 0;
          for (const step of steps) found.add(at += step);
        }
      }
    }
    return found;
  };

  const show = async () => {
    const turn = asked += 1, wanted = words(box.value);
    if (!wanted.length) { list.replaceChildren(); told.textContent = ""; return; }
    try {
      await load("index.js");
      const sets = await Promise.all(wanted.map((word, place) => withWord(word, place === wanted.length - 1 && word.length > 1)));
      const numbers = [...sets[0]].filter((number) => sets.every((set) => set.has(number))).sort((a, b) => a - b);
      const first = numbers.slice(0, 30);
      await Promise.all(first.map((number) => load(`documents-${Math.floor(number / index.size)}.js`)));
      if (turn !== asked) return;
      list.replaceChildren(...first.map((number) => {
        const [address, text, site, count] = documents.get(Math.floor(number / index.size))[number % index.size];
        const item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("span");
        const words = document.createElement("bdi");
        link.href = root + address;
        words.textContent = text;
        link.append(words);
        note.className = "note";
        note.textContent = [site, form.dataset[count === 1 ? "one" : "other"].replace("{count}", count)].filter(Boolean).join(" · ");
        item.append(link, note);
        return item;
      }));
      told.textContent = (numbers.length ? form.dataset.found : form.dataset.none)
        .replace("{count}", numbers.length).replace("{shown}", first.length);
    } catch (error) {
      told.textContent = form.dataset.failed;
    }
  };
  let pause = 0;
  box.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(show, 150); });
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  box.value = decodeURIComponent(location.hash.slice(1));
  form.hidden = false;
  if (box.value) show();
})();
