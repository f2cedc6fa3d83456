// Finds pages by words without diacritics, by codes and by short names; the index is a file of this site.
"use strict";
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
const bare = (text) => fold(text).replace(/[^a-z0-9]+/g, " ").trim();
const said = document.getElementById("said");
const list = document.getElementById("found");
const box = document.getElementById("q");
const most = Number(said.dataset.most);
const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
let index = null;

const load = () => {
  if (!index) {
    index = fetch(list.dataset.index).then((answer) => answer.json());
    index.catch(() => { index = null; }); // the next letter asks for it again
  }
  return index;
};

// UBND, TNMT: the first letters of a name's words, from its first or second word on, or anywhere if there are many
const shortened = (word, short) =>
  word.length > 1 && short.split(" ").some((name) => name.startsWith(word) || name.startsWith(word, 1) || (word.length > 3 && name.includes(word)));

const score = (words, entry) => {
  let sum = 0;
  for (const word of words) {
    const at = entry.words.indexOf(word);
    if (at < 0 && !shortened(word.replace(/[^a-z0-9]/g, ""), entry.short)) return 0;
    const whole = ` ${entry.words} `.includes(` ${word} `); // a word or a code of its own, no part of one
    sum += whole ? 6 : at === 0 ? 4 : at > 0 && entry.words[at - 1] === " " ? 2 : 1;
  }
  if (words.length > 1 && ` ${entry.words} `.includes(` ${words.join(" ")} `)) sum += 3; // the words as they were typed, side by side
  return sum + 1 / (1 + entry.title.length / 40);
};

const search = async (text) => {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const entries = words.length ? await load() : [];
  if (box.value !== text) return; // typed on meanwhile
  list.replaceChildren();
  if (!words.length) return;
  const hits = entries.map((entry) => [score(words, entry), entry]).filter(([points]) => points > 0);
  hits.sort((a, b) => b[0] - a[0] || order.compare(a[1].title, b[1].title));
  const sentence = hits.length > most ? said.dataset.first : said.dataset.found;
  said.textContent = hits.length ? sentence.replace("N", hits.length.toLocaleString(document.documentElement.lang)) : said.dataset.none;
  for (const [, entry] of hits.slice(0, most)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = list.dataset.top + entry.path;
    link.textContent = entry.title;
    link.lang = entry.lang || "vi";
    const code = document.createElement("code"); // tells those of one name apart
    code.textContent = entry.path.replace(/^[^/]+\//, "").replace(/(\/index)?\.html$/, "");
    item.append(link, ` ${entry.kind} `);
    if (code.textContent !== "index" && bare(code.textContent) !== bare(entry.title)) item.append(code);
    list.append(item);
  }
};

const asked = new URLSearchParams(location.search).get("q") || "";
box.value = asked;
box.addEventListener("input", () => search(box.value));
search(asked);
