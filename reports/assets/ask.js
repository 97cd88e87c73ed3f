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

// The tables that a question names are read the first time that one does: most questions need one or two of forty.
const reader = (connection, parquet, views) => {
  const read = new Map();
  const one = async (view) => {
    const file = await fetch(at(`data/parquet/${view}.parquet`));
    if (!file.ok) throw new Error(`${view}: HTTP ${file.status}`);
    const table = parquet.readParquet(new Uint8Array(await file.arrayBuffer()));
    await connection.insertArrowFromIPCStream(table.intoIPCStream(), { name: view, create: true });
  };
  return async (sql) => {
    for (const view of views) {
      if (!read.has(view) && new RegExp(`\\b${view}\\b`, "i").test(sql)) {
        read.set(view, one(view));
        read.get(view).catch(() => read.delete(view));
      }
    }
    await Promise.all(read.values());
    return connection.query(sql);
  };
};

const start = async () => {
  told.textContent = told.dataset.loading;
  const duckdb = await import(at("duckdb/duckdb-browser.mjs"));
  const parquet = await import(at("duckdb/parquet.mjs"));
  await parquet.default({ module_or_path: at("duckdb/parquet.wasm") });
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(at("duckdb/duckdb-browser-eh.worker.js")));
  await database.instantiate(at("duckdb/duckdb-eh.wasm"));
  const connection = await database.connect();
  await connection.query("set autoinstall_known_extensions = false");
  await connection.query("set autoload_known_extensions = false");
  const views = await (await fetch(at("data/parquet/views.json"))).json();
  told.textContent = told.dataset.ready;
  form.hidden = false;
  return reader(connection, parquet, views);
};

// From disk this script is not even loaded, or starts no worker: what the page says then stands in it.
if (location.protocol !== "file:") {
  start().then((ask) => {
    kept.addEventListener("change", () => { if (kept.value) box.value = kept.value; });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const began = performance.now();
      told.textContent = told.dataset.asking;
      try {
        const result = await ask(box.value);
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
