// Makes a request from a form, and the curl command that makes the same one.
import { el, sample } from "/api/docs/viewer.js";

const LONGEST_SHOWN = 200_000;

/** Text as one word of a POSIX shell. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function header(id) {
  return document.getElementById(id).value.trim();
}

/** The request that the form describes. */
function build(state) {
  let path = state.path;
  const query = new URLSearchParams();
  const headers = {};
  for (const { parameter, input } of state.inputs) {
    const value = input.value.trim();
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (value && parameter.in === "query") query.append(parameter.name, value);
    else if (value && parameter.in === "header") headers[parameter.name] = value;
  }
  if (header("token")) headers.Authorization = `Bearer ${header("token")}`;
  if (header("organisation")) headers["Jiaxiu-Organisation"] = header("organisation");
  const body = state.body?.value.trim() || null;
  if (body) headers["Content-Type"] = "application/json";
  const search = query.size ? `?${query}` : "";
  return { url: location.origin + path + search, method: state.method.toUpperCase(), headers, body };
}

function curl({ url, method, headers, body }) {
  const parts = [`curl -sS${method === "GET" ? "" : ` -X ${method}`} ${quoted(url)}`];
  for (const [name, value] of Object.entries(headers)) {
    // What is copied may be shown to others: the token stays out of it.
    const shown = name === "Authorization" ? `"Authorization: Bearer $TOKEN"` : quoted(`${name}: ${value}`);
    parts.push(`-H ${shown}`);
  }
  if (body) parts.push(`--data ${quoted(body)}`);
  return parts.join(" \\\n  ");
}

async function send(state, output) {
  const { url, method, headers, body } = build(state);
  output.hidden = false;
  output.textContent = "…";
  try {
    const begun = performance.now();
    const answer = await fetch(url, { method, headers, body, credentials: "same-origin" });
    let text = answer.headers.get("content-type")?.startsWith("text/event-stream") ? "(a stream)" : await answer.text();
    try { text = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: shown as it came */ }
    const head = `${answer.status} ${answer.statusText} · ${Math.round(performance.now() - begun)} ms`;
    output.textContent = `${head}\n\n${text.slice(0, LONGEST_SHOWN)}`;
  } catch (fault) {
    output.textContent = `No answer: ${fault.message}`;
  }
}

/** A form for one operation. */
export function tryIt({ path, method, item, parameters }) {
  const known = [...parameters];
  const wants = (name) => !known.some((parameter) => parameter.name.toLowerCase() === name.toLowerCase());
  if (method === "patch" && wants("If-Match")) known.push({ name: "If-Match", in: "header" });
  if (method === "post" && wants("Idempotency-Key")) known.push({ name: "Idempotency-Key", in: "header" });
  const inputs = known.map((parameter) => ({
    parameter, input: el("input", { "aria-label": parameter.name, autocomplete: "off", placeholder: parameter.required ? "required" : "" }),
  }));
  const json = item.requestBody?.content?.["application/json"];
  const body = json ? el("textarea", { "aria-label": "Body", spellcheck: "false" }) : null;
  if (body) body.value = JSON.stringify(sample(json.schema), null, 2);
  const state = { path, method, inputs, body };
  const command = el("pre", { hidden: true });
  const output = el("pre", { hidden: true, "aria-live": "polite" });
  const show = () => {
    command.hidden = false;
    command.textContent = curl(build(state));
  };
  return el("div", {},
    el("h3", {}, "Try it"),
    inputs.length ? el("table", {}, inputs.map(({ parameter, input }) => el("tr", {}, el("td", {}, el("code", {}, parameter.name)), el("td", {}, input)))) : null,
    body,
    el("button", { type: "button", onclick: () => { show(); send(state, output); } }, "Send"),
    el("button", { type: "button", class: "plain", onclick: show }, "curl"),
    command, output);
}
