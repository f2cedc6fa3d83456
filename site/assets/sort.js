// Sorts a table by a column whose heading is pressed; numbers by their value, words as the language orders them.
const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
const points = document.documentElement.lang === "vi" ? /\./g : /,/g;

const value = (row, place) => {
  const cell = row.cells[place];
  const text = cell.dataset.sort ?? cell.textContent.trim();
  const plain = "sort" in cell.dataset ? text : text.replace(points, "").replace(",", ".").replace(/\s*%$/, "");
  const number = /^-?\d+(\.\d+)?(e-?\d+)?$/.test(plain) ? Number(plain) : null;
  return { text, number, none: text === "" || cell.querySelector(".none") !== null };
};

const compare = (one, other) =>
  one.number !== null && other.number !== null ? one.number - other.number : order.compare(one.text, other.text);

const sort = (table, heading) => {
  const place = heading.cellIndex;
  const down = heading.getAttribute("aria-sort") === "ascending";
  for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [value(row, place), row]);
  // what is not known stays last, whichever way the others go
  rows.sort(([a], [b]) => a.none - b.none || (a.none ? 0 : down ? -compare(a, b) : compare(a, b)));
  body.append(...rows.map(([, row]) => row));
};

for (const table of document.querySelectorAll("table.sorts")) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sort(table, heading));
  }
}
