// A DuckDB in this page whose tables are the Parquet files of this site; it asks nobody else for anything.
import arrow from "./engine/arrow.js";
import duckdb from "./engine/duckdb.js";
import parquet, { readParquet } from "./engine/parquet_wasm.js";

const site = new URL("../", import.meta.url);
const engine = new URL("engine/", import.meta.url);
const LOCKS = [
  "set autoinstall_known_extensions = false",
  "set autoload_known_extensions = false",
  "set enable_external_access = false",
  "set lock_configuration = true",
];
const name = (text) => `"${text.replaceAll('"', '""')}"`;
const literal = (text) => `'${text.replaceAll("'", "''")}'`;

async function fetched(path) {
  const answer = await fetch(new URL(path, site));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

export class Database {
  static async open() {
    const made = new Database();
    made.worker = new Worker(new URL("duckdb-browser-eh.worker.js", engine));
    made.duckdb = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), made.worker);
    const said = await (await fetched("browser/tables.json")).json();
    made.tables = said.tables;
    made.after = said.after;
    made.loaded = new Map();
    await made.duckdb.instantiate(new URL("duckdb-eh.wasm", engine).href);
    await parquet({ module_or_path: new URL("parquet_wasm_bg.wasm", engine) });
    made.connection = await made.duckdb.connect();
    for (const statement of LOCKS) await made.run(statement);
    for (const schema of ["reference", "described", "files"]) await made.run(`create schema ${schema}`);
    await made.run("create macro nfc(x) as nfc_normalize(x)");
    return made;
  }

  run(sql) {
    return this.connection.query(sql);
  }

  // The rows of a SELECT as texts, null where there is none; at most so many, and whether there are more.
  async rows(sql, most = Infinity) {
    const stream = await this.connection.send(sql, true);
    let columns = [];
    const rows = [];
    for await (const batch of stream) {
      columns = batch.schema.fields.map((field) => ({ name: field.name, number: isNumber(field.type) }));
      const fields = batch.schema.fields.map((field, place) => [batch.getChildAt(place), field.type]);
      for (let row = 0; row < batch.numRows; row += 1) {
        if (rows.length >= most) {
          await this.connection.cancelSent();
          return { columns, rows, more: true };
        }
        rows.push(fields.map(([values, type]) => asText(values.get(row), type)));
      }
    }
    if (!columns.length) columns = (stream.schema?.fields ?? []).map((field) => ({ name: field.name, number: isNumber(field.type) }));
    return { columns, rows, more: false };
  }

  // Loads a table once, out of its files.
  load(table) {
    const key = `${table.schema}.${table.name}`;
    if (!this.loaded.has(key)) this.loaded.set(key, this.#make(table, `${table.schema}.${name(table.name)}`));
    return this.loaded.get(key);
  }

  // Loads the tables that a query names.
  async loadNamed(sql) {
    const words = new Set(sql.toLowerCase().match(/[\p{L}\p{N}_]+/gu));
    for (const table of this.tables) if (words.has(table.name.toLowerCase())) await this.load(table);
  }

  async #make(table, target) {
    const columns = table.columns.map(([column, type]) => `cast(null as ${type}) as ${name(column)}`);
    const selects = [`select ${columns.join(", ")} where false`];
    const files = [];
    for (const [number, part] of table.parts.entries()) {
      const file = `${table.schema}_${table.name}_${number}`;
      await this.#take(part.file, file, files);
      if (part.rows) await this.#take(part.rows, `${file}_rows`, files);
      selects.push(selected(table, part, file));
    }
    await this.run(`create table ${target} as ${selects.join(" union all ")}`);
    for (const file of files) await this.run(`drop table files.${name(file)}`);
  }

  async #take(path, file, files) {
    const bytes = new Uint8Array(await (await fetched(path)).arrayBuffer());
    await this.connection.insertArrowFromIPCStream(readParquet(bytes).intoIPCStream(), { schema: "files", name: file, create: true });
    files.push(file);
  }

  close() {
    this.worker.terminate();
  }
}

// The SELECT of one part of a table: the published columns, and what the rules see beside them.
function selected(table, part, file) {
  const hidden = {
    _package: literal(part.package ?? ""),
    _row: part.rows ? "r._row" : "row_number() over () + 1",
  };
  for (const label of part.labels ?? []) hidden[label] = `r.${name(label)}`;
  const value = (column) => hidden[column] ?? (!part.columns || part.columns.includes(column) ? `d.${name(column)}` : "null");
  const own = (column) => (part.package ? value(column) : `d.${name(column)}`);
  const columns = table.columns.map(([column, type]) => `cast(${own(column)} as ${type}) as ${name(column)}`);
  const rows = part.rows ? ` positional join files.${name(`${file}_rows`)} as r where r._whole` : "";
  return `select ${columns.join(", ")} from files.${name(file)} as d${rows}`;
}

const kinds = arrow.DataType;
const isNumber = (type) => kinds.isInt(type) || kinds.isFloat(type) || kinds.isDecimal(type);

function asText(value, type) {
  if (value === null || value === undefined) return null;
  if (kinds.isDecimal(type)) return decimal(value, type);
  if (kinds.isDate(type)) return new Date(Number(value)).toISOString().slice(0, 10);
  if (kinds.isTimestamp(type)) return new Date(Number(value)).toISOString().slice(0, 19).replace("T", " ");
  return String(value);
}

function decimal(words, { scale }) {
  let whole = 0n;
  [...words].forEach((word, place) => { whole += BigInt(word) << BigInt(32 * place); });
  whole = BigInt.asIntN(32 * words.length, whole);
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, "0");
  const part = scale ? digits.slice(-scale).replace(/0+$/, "") : "";
  return (whole < 0n ? "-" : "") + digits.slice(0, digits.length - scale) + (part && `.${part}`);
}
