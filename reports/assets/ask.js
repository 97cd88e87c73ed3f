// Asks the published tables in SQL, in the reader's browser. DuckDB-WASM lies beside the page; nothing is sent anywhere.
const base = document.currentScript?.dataset.base ?? document.querySelector("script[data-base]").dataset.base;
const told = document.querySelector("#ask-told"), form = document.querySelector("#ask");
const box = document.querySelector("#ask-sql"), kept = document.querySelector("#ask-kept");
const answer = document.querySelector("#ask-answer");
const MOST_ROWS = 1000;
const at = (path) => new URL(base + path, location.href).href;

const cell = (value) => {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === "object") return JSON.stringify(value, (_, one) => (typeof one === "bigint" ? Number(one) : one));
  return String(value);
};

const table = (result) => {
  const made = document.createElement("table"), head = made.createTHead().insertRow();
  const names = result.schema.fields.map((field) => field.name);
  for (const name of names) {
    const one = document.createElement("th");
    one.scope = "col";
    one.textContent = name;
    head.append(one);
  }
  const dates = new Set(result.schema.fields.filter((field) => /^(Date|Timestamp)/.test(String(field.type))).map((field) => field.name));
  const body = made.createTBody();
  for (let number = 0; number < Math.min(result.numRows, MOST_ROWS); number += 1) {
    const row = body.insertRow(), values = result.get(number);
    for (const name of names) {
      const value = values[name];
      row.insertCell().textContent = cell(dates.has(name) && typeof value === "number" ? new Date(value) : value);
    }
  }
  return made;
};

const start = async () => {
  told.textContent = told.dataset.loading;
  const duckdb = await import(at("duckdb/duckdb-browser.mjs"));
  const bundle = { mainModule: at("duckdb/duckdb-eh.wasm"), mainWorker: at("duckdb/duckdb-browser-eh.worker.js") };
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(bundle.mainWorker));
  await database.instantiate(bundle.mainModule);
  const connection = await database.connect();
  const views = await (await fetch(at("data/parquet/views.json"))).json();
  for (const view of views) {
    const file = `${view}.parquet`;
    await database.registerFileURL(file, at(`data/parquet/${file}`), duckdb.DuckDBDataProtocol.HTTP, false);
    await connection.query(`create view "${view}" as select * from read_parquet('${file}')`);
  }
  await connection.query("set enable_external_access = false").catch(() => {});
  told.textContent = told.dataset.ready;
  form.hidden = false;
  return connection;
};

if (location.protocol === "file:") {
  told.textContent = told.dataset.disk;
} else {
  start().then((connection) => {
    kept.addEventListener("change", () => { if (kept.value) box.value = kept.value; });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const began = performance.now();
      told.textContent = told.dataset.asking;
      try {
        const result = await connection.query(box.value);
        answer.replaceChildren(table(result));
        told.textContent = told.dataset.rows.replace("{count}", result.numRows)
          .replace("{ms}", Math.round(performance.now() - began))
          .replace("{cut}", result.numRows > MOST_ROWS ? ` (${MOST_ROWS})` : "");
      } catch (error) {
        answer.replaceChildren();
        told.textContent = `${told.dataset.failed} ${error.message}`;
      }
    });
  }).catch((error) => { told.textContent = `${told.dataset.failed} ${error.message}`; });
}
