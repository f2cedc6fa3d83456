// DuckDB-WASM in Node, asked line by line: each line of input is a JSON object, and so is the line that answers it.
// {"file": name, "text": csv} keeps a file; {"sql": statements} runs them and answers the columns of the last one,
// as [name, kind], and its rows, every value as text. An error is answered as {"error": words}.
global.TextDecoder = class extends TextDecoder {
  constructor(label, options) {
    super(label, { ...options, ignoreBOM: true }); // the mark at the beginning of a cell belongs to it
  }
};
const path = require("path");
const readline = require("readline");
const bundle = require.resolve("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs");
const duckdb = require(bundle);

const KINDS = [
  [/^Utf8/, "text", String],
  [/^Date/, "date", (value) => new Date(Number(value)).toISOString().slice(0, 10)],
  [/^Decimal/, "decimal", (value, type) => decimal(value, type.scale)],
  [/^Bool/, "bool", String],
  [/^Int|^Uint/, "int", String],
  [/^Float/, "float", String],
  [/^Null/, "text", String],
];

function decimal(words, scale) {
  const bits = [...words].reduce((sum, word, place) => sum + (BigInt(word) << BigInt(32 * place)), 0n);
  return `${BigInt.asIntN(32 * words.length, bits)}e-${scale}`;
}

function answer(table) {
  const columns = table.schema.fields.map((field, place) => {
    const [, kind, text] = KINDS.find(([pattern]) => pattern.test(String(field.type)));
    return { name: field.name, kind, text, type: field.type, values: table.getChildAt(place) };
  });
  const cell = (column, row) => {
    const value = column.values.get(row);
    return value === null ? null : column.text(value, column.type);
  };
  const rows = Array.from({ length: table.numRows }, (_, row) => columns.map((column) => cell(column, row)));
  return { columns: columns.map((column) => [column.name, column.kind]), rows };
}

async function main() {
  const file = (name) => path.join(path.dirname(bundle), name);
  const bundles = { mvp: { mainModule: file("duckdb-mvp.wasm") }, eh: { mainModule: file("duckdb-eh.wasm") } };
  const db = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await db.instantiate(() => {});
  db.open({});
  const connection = db.connect();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let said;
    try {
      const asked = JSON.parse(line);
      said = asked.file ? db.registerFileText(asked.file, asked.text) ?? {} : answer(connection.query(asked.sql));
    } catch (problem) {
      said = { error: String(problem.message ?? problem) };
    }
    process.stdout.write(JSON.stringify(said) + "\n");
  }
}

main();
