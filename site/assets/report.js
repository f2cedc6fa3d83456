"use strict";
// filters and sorts what the page already shows; without it everything is there to read
const form = document.getElementById("filter");
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

for (const table of document.querySelectorAll("table.rows")) {
  const heads = [...table.tHead.rows[0].cells];
  for (const [place, head] of heads.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].map((row) => [row.cells[place].textContent, row]);
      rows.sort((a, b) => (down ? -1 : 1) * collator.compare(a[0], b[0]));
      table.tBodies[0].append(...rows.map((pair) => pair[1]));
    });
  }
}

if (form) {
  const words = document.getElementById("words");
  const shown = document.getElementById("shown");
  const kinds = ["severity", "mender"].map((name) => document.getElementById(name));
  const groups = [...document.querySelectorAll("section.group")].map((section) => [
    section,
    [...section.querySelectorAll("table.rows > tbody > tr")].map((row) => [fold(row.textContent), row]),
  ]);
  const write = (n) => n.toLocaleString(document.documentElement.lang);
  const filter = () => {
    const asked = fold(words.value).split(/\s+/).filter(Boolean);
    let all = 0, left = 0;
    for (const [section, rows] of groups) {
      const wanted = kinds.every((select) => !select.value || section.dataset[select.id] === select.value);
      let here = 0;
      for (const [text, row] of rows) {
        row.hidden = !(wanted && asked.every((word) => text.includes(word)));
        here += !row.hidden;
      }
      section.hidden = !here;
      all += rows.length;
      left += here;
    }
    shown.textContent = shown.dataset.shown.replace("{n}", write(left)).replace("{of}", write(all));
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
}
