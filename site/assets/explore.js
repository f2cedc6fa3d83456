// Asks the published tables in SQL: the query is in the address of the page, the answer can be taken along as CSV.
import { Database } from "./database.js";

const form = document.getElementById("explore");
const words = form.dataset;
const box = document.getElementById("sql");
const said = document.getElementById("said");
const table = document.querySelector("#answer table");
const [run, stop, save] = form.querySelectorAll("button");
const SHOWN = 1000; // rows
const MOST = 100000; // rows that an answer may have
const put = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const number = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: "min2", maximumFractionDigits: 8 });
const tenths = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const WRONG = [
  [/Table with name "?([^"\s]+)"? does not exist/, words.noTable],
  [/Referenced column "([^"]+)" not found|does not have a column named "([^"]+)"/, words.noColumn],
  [/syntax error at or near "([^"]*)"/, words.syntax],
  [/(?:Function|function) with name "?([^"\s]+)"? is not in the catalog|Function with name (\S+) does not exist/, words.noFunction],
  [/Permission Error|disabled by configuration/, words.outside],
  [/Out of Memory|memory access out of bounds/i, words.memory],
];
let database = null;
let answer = null;

// What DuckDB says, which comes as text or as JSON.
function reason(problem) {
  const text = String(problem.message ?? problem);
  try {
    const said = JSON.parse(text);
    return `${said.exception_type} Error: ${said.exception_message}`;
  } catch {
    return text;
  }
}

function explained(text) {
  for (const [pattern, sentence] of WRONG) {
    const match = pattern.exec(text);
    if (match) return put(sentence, { name: match[1] ?? match[2] });
  }
  return put(words.failed, { why: text.split("\n")[0] });
}

function show({ columns, rows }) {
  const head = document.createElement("tr");
  for (const column of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = column.name;
    if (column.number) cell.className = "n";
    head.append(cell);
  }
  table.tHead.replaceChildren(head);
  const made = rows.slice(0, SHOWN).map((row) => {
    const line = document.createElement("tr");
    for (const [place, value] of row.entries()) {
      const cell = line.insertCell();
      cell.textContent = value === null ? words.none : columns[place].number ? number.format(value) : value;
      cell.className = value === null ? "none" : columns[place].number ? "n" : "";
    }
    return line;
  });
  table.tBodies[0].replaceChildren(...made);
  table.closest("section").hidden = false;
}

function summary({ rows, more }, seconds) {
  const values = { n: number.format(rows.length), shown: number.format(SHOWN), s: tenths.format(seconds) };
  if (more) return put(words.capped, { ...values, most: number.format(MOST) });
  return put(rows.length > SHOWN ? words.first : words.all, values);
}

// The rows of a query; once it is stopped it neither says nor asks anything more.
async function ask(sql, stopping) {
  if (!database) {
    said.textContent = words.loading;
    const opened = await Database.open();
    if (stopping.aborted) return opened.close();
    database = opened;
  }
  said.textContent = words.reading;
  await database.loadNamed(sql);
  if (stopping.aborted) return null;
  said.textContent = words.running;
  return database.rows(sql, MOST);
}

async function submit() {
  const sql = box.value.trim().replace(/;\s*$/, "");
  if (!sql || run.disabled) return;
  history.replaceState(null, "", `#q=${encodeURIComponent(sql)}`);
  [run.disabled, stop.disabled, save.disabled] = [true, false, true];
  table.closest("section").hidden = true;
  const begun = performance.now();
  const stopping = new AbortController();
  try {
    const stopped = new Promise((_, reject) => { stop.onclick = () => { stopping.abort(); reject(null); }; });
    answer = await Promise.race([ask(sql, stopping.signal), stopped]);
    show(answer);
    said.textContent = summary(answer, (performance.now() - begun) / 1000);
    save.disabled = false;
  } catch (problem) {
    const text = problem === null ? "" : reason(problem);
    said.textContent = problem === null ? words.stopped : explained(text);
    if (!text.includes("Error:")) {
      database?.close(); // what was stopped, or broke down, begins anew with the next query
      database = null;
    }
  }
  [run.disabled, stop.disabled] = [false, true];
}

const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function download() {
  const lines = [answer.columns.map((column) => column.name), ...answer.rows];
  const text = lines.map((cells) => `${cells.map((cell) => quoted(cell ?? "")).join(",")}\n`).join("");
  const link = document.createElement("a"); // with the mark by which Excel knows UTF-8
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = words.file;
  link.click();
  URL.revokeObjectURL(link.href);
}

function fromAddress() {
  const given = /^#q=(.*)$/s.exec(location.hash);
  if (!given) return;
  box.value = decodeURIComponent(given[1]);
  box.focus();
}

for (const example of document.querySelectorAll(".example pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second";
  button.textContent = words.take;
  button.addEventListener("click", () => {
    box.value = example.textContent;
    box.focus();
  });
  example.after(button);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
});
save.addEventListener("click", download);
addEventListener("hashchange", fromAddress);
for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", () => { link.hash = location.hash; }); // the query goes along
}
form.hidden = false;
fromAddress();
