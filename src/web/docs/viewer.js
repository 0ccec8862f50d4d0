// Renders the API description. Text from it is only ever set as text, never as markup.
import { tryIt } from "/api/docs/request.js";

/** An element with attributes and children; strings become text. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child != null));
  return node;
}

const METHODS = ["get", "post", "put", "patch", "delete"];
const DEEPEST = 6;
let description;

/** Follows a `$ref`. */
export function resolve(schema) {
  if (!schema?.$ref) return { schema: schema ?? {}, name: null };
  const path = schema.$ref.replace("#/", "").split("/");
  return { schema: path.reduce((at, step) => at?.[step.replaceAll("~1", "/").replaceAll("~0", "~")], description) ?? {}, name: path.at(-1) };
}

/** The non-null alternatives of a schema. */
function alternatives(schema) {
  return (schema.oneOf ?? schema.anyOf ?? []).filter((one) => one.type !== "null");
}

function typeName(given) {
  const { schema, name } = resolve(given);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (name && !["array", "object"].includes(schema.type)) return `${name}${schema.type ? ` (${[].concat(schema.type).join(" or ")})` : ""}`;
  if (name) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const several = alternatives(schema);
  if (several.length) return several.map(typeName).join(" | ");
  if (schema.type === "array" || schema.type?.includes?.("array")) {
    const items = typeName(schema.items);
    return items.includes(" | ") ? `(${items})[]` : `${items}[]`;
  }
  const types = [].concat(schema.type ?? (schema.properties ? "object" : "any"));
  return types.join(" or ") + (schema.format ? ` (${schema.format})` : "");
}

const LIMITS = ["minimum", "maximum", "exclusiveMinimum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "default"];

function limits(schema) {
  return LIMITS.filter((key) => schema[key] !== undefined).map((key) => `${key} ${schema[key]}`).join(", ");
}

/** What lies below a schema: fields, items, alternatives. */
function tree(given, depth = 0, above = []) {
  const { schema, name } = resolve(given);
  if (depth > DEEPEST || (name && above.includes(name))) return null;
  const path = name ? [...above, name] : above;
  if (schema.items) return tree(schema.items, depth, path);
  const parts = [...(schema.allOf ?? []), ...alternatives(schema)].map((part) => tree(part, depth + 1, path)).filter(Boolean);
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length) {
    parts.push(el("ul", { class: "tree" }, fields.map(([field, value]) => {
      const target = resolve(value).schema;
      const said = value.description ?? target.description;
      return el("li", {},
        el("code", { class: schema.required?.includes(field) ? "required" : null }, field), " ",
        el("span", { class: "type" }, typeName(value)), " ",
        el("span", { class: "note" }, [said, limits(target)].filter(Boolean).join(" · ")),
        tree(value, depth + 1, path));
    })));
  }
  return parts.length ? el("div", {}, parts) : null;
}

/** A body to start from: every required field, by its type. */
export function sample(given, depth = 0) {
  const { schema } = resolve(given);
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const several = alternatives(schema);
  if (several.length) return depth > DEEPEST ? null : sample(several[0], depth + 1);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sample(part, depth + 1)));
  const type = [].concat(schema.type ?? []).find((one) => one !== "null");
  if (schema.properties && depth <= DEEPEST) {
    const wanted = Object.entries(schema.properties).filter(([field]) => schema.required?.includes(field));
    return Object.fromEntries(wanted.map(([field, value]) => [field, sample(value, depth + 1)]));
  }
  return { integer: schema.minimum ?? 0, number: 0, boolean: false, array: [], object: {} }[type] ?? "";
}

function parameters(list) {
  if (!list.length) return null;
  return [el("h3", {}, "Parameters"), el("table", {}, list.map((parameter) => el("tr", {},
    el("td", {}, el("code", { class: parameter.required ? "required" : null }, parameter.name), " ", el("span", { class: "note" }, parameter.in)),
    el("td", { class: "type" }, typeName(parameter.schema)),
    el("td", {}, parameter.description ?? "", " ", el("span", { class: "note" }, limits(resolve(parameter.schema).schema))))))];
}

function content(title, body) {
  if (!body) return null;
  return Object.entries(resolve(body).schema.content ?? {}).map(([type, media]) => [
    el("h3", {}, `${title}: ${type}`), el("span", { class: "type" }, typeName(media.schema)), tree(media.schema),
  ]).flat();
}

function answers(responses) {
  const rows = Object.entries(responses ?? {}).map(([status, given]) => {
    const response = resolve(given).schema;
    const media = Object.entries(response.content ?? {});
    return el("tr", {},
      el("td", {}, el("code", {}, status)),
      el("td", {}, el("p", {}, response.description ?? ""),
        media.map(([type, body]) => el("p", {}, el("span", { class: "note" }, `${type} `), el("span", { class: "type" }, typeName(body.schema)))),
        // A problem looks the same everywhere; its fields are shown once, above.
        media.filter(([type]) => !type.includes("problem")).map(([, body]) => tree(body.schema))));
  });
  return [el("h3", {}, "Answers"), el("table", {}, rows)];
}

function operation(path, method, item, shared) {
  const list = [...(shared ?? []), ...(item.parameters ?? [])].map((parameter) => resolve(parameter).schema);
  const told = [item.summary, item.description].filter(Boolean).join(" ").replaceAll("\n", " ");
  const about = told.split(/(?<=\.)\s/)[0] ?? "";
  const block = el("details", { id: item.operationId ?? `${method}${path}` },
    el("summary", {}, el("span", { class: `method ${method}` }, method.toUpperCase()), el("code", {}, path), el("em", {}, about)));
  block.dataset.words = `${method} ${path} ${item.operationId} ${told} ${(item.tags ?? []).join(" ")} ${Object.keys(item.responses ?? {}).join(" ")}`.toLowerCase();
  // Filled when it is first opened: hundreds of operations would make the page slow.
  block.addEventListener("toggle", () => {
    if (!block.open || block.querySelector(".inner")) return;
    const more = told === about ? [] : [el("p", {}, told)];
    block.append(el("div", { class: "inner" }, more, parameters(list), content("Body", item.requestBody), answers(item.responses),
      tryIt({ path, method, item, parameters: list })));
  });
  return block;
}

function render() {
  const groups = new Map();
  for (const [path, item] of Object.entries(description.paths)) {
    for (const method of METHODS.filter((method) => item[method])) {
      const tag = item[method].tags?.[0] ?? "other";
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push({ path, method, item: item[method], block: operation(path, method, item[method], item.parameters) });
    }
  }
  const info = description.info;
  document.querySelector("#operations").replaceChildren(
    el("p", {}, info.description ?? ""),
    el("p", { class: "note" }, `Version ${info.version} · OpenAPI ${description.openapi} · ${info.license?.name ?? ""}`),
    el("details", {}, el("summary", {}, "Problems: every refused request answers in this form"),
      el("div", { class: "inner" }, tree({ $ref: "#/components/schemas/Problem" }))),
    ...[...groups].map(([tag, list]) => el("section", {}, el("h2", {}, tag), list.map((one) => one.block))));
  document.querySelector("#contents").replaceChildren(...[...groups].flatMap(([tag, list]) => [el("h2", {}, tag),
    ...list.map(({ path, method, block }) => el("a", { href: `#${block.id}`, onclick: () => { block.open = true; } },
      el("b", { class: `method ${method}` }, method.toUpperCase()), el("span", {}, path.replace("/api/v1", ""))))]));
  openNamed();
}

function openNamed() {
  const block = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (block instanceof HTMLDetailsElement) {
    block.open = true;
    block.scrollIntoView();
  }
}

function find(event) {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const block of document.querySelectorAll("#operations section details")) {
    block.hidden = !words.every((word) => block.dataset.words.includes(word));
  }
  for (const section of document.querySelectorAll("#operations section")) {
    section.hidden = !section.querySelector("details:not([hidden])");
  }
  for (const link of document.querySelectorAll("#contents a")) {
    link.hidden = document.getElementById(link.getAttribute("href").slice(1))?.hidden ?? false;
  }
}

async function load() {
  try {
    const answer = await fetch("/api/v1/openapi.json");
    if (!answer.ok) throw new Error(`openapi.json: ${answer.status}`);
    description = await answer.json();
    render();
  } catch (fault) {
    document.querySelector("#operations").replaceChildren(el("p", {}, `The description could not be loaded: ${fault.message}`));
  }
}

document.querySelector("#find").addEventListener("input", find);
addEventListener("hashchange", openNamed);
load();
