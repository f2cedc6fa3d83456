// Runs the rules' and the indicators' own SQL once more, here, on the published files, and compares number by number.
import { Database } from "./database.js";

const form = document.getElementById("check");
const words = form.dataset;
const said = document.getElementById("said");
const bar = document.getElementById("progress");
const [start, stop] = form.querySelectorAll("button");
const differing = document.getElementById("differing");
const AT_ONCE = 20; // columns that a rule is asked about in one query
let stopped = false;
const put = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 8 });
const shown = (text) => (text === null ? words.none : number.format(text));

async function found(database, rule) {
  const selects = rule.targets.map((target) => rule.sql.replace(/\$([a-z_]+)/g, (whole, name) => target[name] ?? whole));
  let sum = 0;
  for (let first = 0; first < selects.length; first += AT_ONCE) {
    const counts = selects.slice(first, first + AT_ONCE).map((sql) => `select count(*) as n from (\n${sql}\n) as q`);
    const { rows } = await database.rows(counts.join("\nunion all\n"));
    for (const [n] of rows) sum += Number(n);
  }
  return String(sum);
}

const list = (rows) => rows.map((row) => `(${row.map((cell) => `'${cell}'`).join(", ")})`).join(", ");

// The figures of an indicator by body; what is printed for all of them is their sum.
async function figures(database, indicator) {
  for (const name of ["periods", "parts"]) {
    await database.run(`delete from asked.${name}`);
    if (indicator[name].length) await database.run(`insert into asked.${name} values ${list(indicator[name])}`);
  }
  const { rows } = await database.rows(indicator.sql);
  const bodies = new Map(rows.map(([body, ...pair]) => [body, pair]));
  const parts = (indicator.of ?? []).map((body) => bodies.get(body) ?? [null, null]);
  return { bodies, total: [0, 1].map((place) => sum(parts.map((pair) => pair[place]))) };
}

const scaled = (text) => {
  const [whole, part = ""] = text.split(".");
  return BigInt(whole + part.padEnd(8, "0"));
};

function sum(texts) {
  const known = texts.filter((text) => text !== null);
  if (known.length < 2) return known[0] ?? null;
  const total = known.reduce((so, text) => so + scaled(text), 0n);
  const digits = String(total < 0n ? -total : total).padStart(9, "0");
  return `${total < 0n ? "-" : ""}${digits.slice(0, -8)}.${digits.slice(-8)}`.replace(/\.?0+$/, "");
}

function same(one, other, approximate) {
  if (one === null || other === null) return one === other;
  if (approximate) return Math.abs(one - other) <= 1e-7 * Math.max(1, Math.abs(other));
  return one === other || Number(one) === Number(other);
}

function judged(indicator, { bodies, total }) {
  const equal = (mine, printed) => mine.every((value, place) => same(value, printed[place], indicator.approximate));
  const wrong = indicator.rows.filter(([body, ...printed]) => !equal(bodies.get(body) ?? [null, null], printed));
  const ratio = ([top, bottom]) => (bottom === null ? shown(top) : `${shown(top)} / ${shown(bottom)}`);
  const mine = indicator.total ? ratio(total) : put(words.bodies, { n: number.format(bodies.size) });
  const all = (!indicator.total || equal(total, indicator.total)) && !wrong.length && bodies.size === indicator.rows.length;
  return { mine, equal: all };
}

async function one(database, kind, item) {
  const row = document.getElementById(`${kind}-${item.id}`);
  const [mine, verdict] = row.querySelectorAll("td.mine, td.verdict");
  let result;
  try {
    if (kind === "rule") {
      const n = await found(database, item);
      result = { mine: shown(n), equal: n === String(item.printed) };
    } else {
      result = judged(item, await figures(database, item));
    }
  } catch (problem) {
    result = { mine: String(problem.message).split("\n")[0], equal: false };
  }
  mine.textContent = result.mine;
  verdict.textContent = result.equal ? words.same : words.differs;
  verdict.className = `verdict ${result.equal ? "same" : "differs"}`;
  if (!result.equal) name(row, result.mine);
  return result.equal;
}

function name(row, mine) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${row.id}`;
  link.textContent = row.querySelector("th").textContent;
  item.append(link, `: ${row.querySelector(".printed").textContent.trim()} ≠ ${mine}`);
  differing.append(item);
}

async function all() {
  said.textContent = words.loading;
  const [database, answer] = await Promise.all([Database.open(), fetch(words.checks)]);
  const { rules, indicators } = await answer.json();
  const work = [...rules.map((item) => ["rule", item]), ...indicators.map((item) => ["indicator", item])];
  bar.max = database.tables.length + work.length;
  for (const table of database.tables) {
    await database.load(table);
    bar.value += 1;
    if (stopped) break;
  }
  for (const statement of stopped ? [] : database.after) await database.run(statement);
  let equal = 0;
  for (const [place, [kind, item]] of work.entries()) {
    if (stopped) break;
    said.textContent = put(words.running, { n: number.format(place + 1), of: number.format(work.length) });
    equal += await one(database, kind, item);
    bar.value += 1;
  }
  database.close();
  const values = { n: number.format(equal), of: number.format(work.length), wrong: number.format(work.length - equal) };
  if (stopped) return put(words.stopped, values);
  return put(equal === work.length ? words.equal : words.unequal, values);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  stopped = false;
  differing.replaceChildren();
  bar.value = 0;
  [start.disabled, stop.disabled, bar.hidden] = [true, false, false];
  const begun = performance.now();
  try {
    const verdict = await all();
    said.textContent = `${verdict} ${put(words.took, { s: number.format(Math.round((performance.now() - begun) / 1000)) })}`;
  } catch (problem) {
    said.textContent = put(words.failed, { why: problem.message });
  }
  [start.disabled, stop.disabled, bar.hidden] = [false, true, true];
});
stop.addEventListener("click", () => { stopped = true; });
form.hidden = false;
