#include "page.hpp"

namespace lianban::simulators {
namespace {

constexpr const char* kPage = R"(<!doctype html>
<html lang="zh"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>模拟机关 Simulated agencies</title>
<style>
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:76rem;padding:1rem}
h1 small,h2 small{font-weight:normal;opacity:.7}
table{border-collapse:collapse;width:100%;margin:.3rem 0 1.2rem}
th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums}
button,select,input{font:inherit;padding:.15rem .6rem}
input{width:5rem}.bad{color:#c22;font-weight:600}.ok{color:#282}
form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end}
label{display:flex;flex-direction:column;font-size:.85em}
pre{white-space:pre-wrap;margin:0}
</style></head><body>
<h1>模拟机关 <small>Simulated agencies</small></h1>
<p role="status" id="told"></p>
<h2>机关 <small>Agencies</small></h2>
<table><thead><tr><th>机关 agency<th>状态 state<th>事项 operations<th></tr></thead>
<tbody id="agencies"></tbody></table>
<h2>等候答复 <small>Waiting for an answer</small></h2>
<table><thead><tr><th>凭据 ticket<th>机关 agency<th>事项 operation<th></tr></thead>
<tbody id="waiting"></tbody></table>
<h2>故障 <small>Faults</small></h2>
<form id="fault">
<label>机关 agency<select name="agency"></select></label>
<label>事项 operation<select name="operation"></select></label>
<label>时机 on<select name="on"><option>ask<option>poll<option>query</select></label>
<label>次数 times<input name="times" type="number" value="1"></label>
<label>先放过 after<input name="after" type="number" value="0"></label>
<label>数值 value<input name="value" type="number" placeholder="默认"></label>
</form>
<p id="kinds"></p>
<table><thead><tr><th>生效中的故障 in force</tr></thead><tbody id="faults"></tbody></table>
<p><button id="clear">清除故障 Clear faults</button> <button id="reset">全部重来 Reset</button></p>
<h2>每个请求的效果 <small>Effects per key</small></h2>
<table><thead><tr><th>机关 agency<th>事项 operation<th>幂等键 key<th>请求 requests<th>效果 effects
<th>回调 callbacks sent<th>已收下 accepted</tr></thead><tbody id="effects"></tbody></table>
<h2>送达 <small>Deliveries</small></h2>
<table><thead><tr><th>网关 gateway<th>幂等键 key<th>内容 body</tr></thead>
<tbody id="deliveries"></tbody></table>
<h2>登记与保单 <small>Registers and policies</small></h2><pre id="world"></pre>
)"
                              R"(<script>
"use strict";
const $ = id => document.getElementById(id);
const form = $("fault");
const field = name => form.elements.namedItem(name);
let state = {agencies: []};
async function post(path, body) {
  const reply = await fetch(path, {method: "POST", body: JSON.stringify(body)});
  const said = await reply.json();
  $("told").textContent = reply.ok ? "" : said.error;
  $("told").className = reply.ok ? "" : "bad";
  await refresh();
}
function cell(row, text, kind) {
  const td = row.insertCell();
  td.textContent = text;
  if (kind) td.className = kind;
  return td;
}
function button(parent, text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.onclick = act;
  parent.append(made, " ");
}
function fill(id, list, each) {
  const body = $(id);
  body.replaceChildren();
  for (const item of list) each(body.insertRow(), item);
}
function choose(select, names) {
  const had = select.value;
  select.replaceChildren(...names.map(name => new Option(name || "全部 all", name)));
  if (names.includes(had)) select.value = had;
}
function operations() {
  const agency = state.agencies.find(each => each.name === field("agency").value);
  choose(field("operation"), [""].concat(agency ? agency.operations : []));
}
async function refresh() {
  state = await (await fetch("/control/state")).json();
  const effects = await (await fetch("/control/effects")).json();
  fill("agencies", state.agencies, (row, agency) => {
    cell(row, agency.name);
    cell(row, agency.down ? "停用 down" : "正常 up", agency.down ? "bad" : "ok");
    cell(row, agency.operations.join(", "));
    button(row.insertCell(), agency.down ? "恢复 up" : "停用 down",
           () => post("/control/down", {agency: agency.name, down: !agency.down}));
  });
  fill("waiting", state.waiting, (row, ticket) => {
    cell(row, ticket.ticket); cell(row, ticket.agency); cell(row, ticket.operation);
    button(row.insertCell(), "答复 answer", () => post("/control/answers", {ticket: ticket.ticket}));
  });
  fill("faults", state.faults, (row, rule) => cell(row, JSON.stringify(rule)));
  const keys = Object.entries(effects).flatMap(([agency, all]) =>
    Object.entries(all).map(([key, count]) => ({agency, key, ...count})));
  fill("effects", keys, (row, each) => {
    cell(row, each.agency); cell(row, each.operation); cell(row, each.key);
    cell(row, each.requests, "n");
    cell(row, each.effects, each.effects > 1 ? "n bad" : "n");
    cell(row, each.callbacks_sent, "n"); cell(row, each.callbacks_accepted, "n");
  });
  fill("deliveries", state.deliveries, (row, each) => {
    cell(row, each.gateway); cell(row, each.key); cell(row, JSON.stringify(each.body));
  });
  $("world").textContent = JSON.stringify(
    {today: state.today, vehicles: state.vehicles, policies: state.policies}, null, 2);
  choose(field("agency"), state.agencies.map(each => each.name));
  operations();
}
field("agency").onchange = operations;
$("clear").onclick = () => post("/control/faults", {clear: true});
$("reset").onclick = () => post("/control/reset", {});
fetch("/control/faults").then(reply => reply.json()).then(known => {
  for (const fault of known.kinds) {
    button($("kinds"), fault, () => {
      const rule = {agency: field("agency").value, fault, on: field("on").value,
                    times: Number(field("times").value), after: Number(field("after").value)};
      if (field("operation").value) rule.operation = field("operation").value;
      if (field("value").value !== "") rule.value = Number(field("value").value);
      post("/control/faults", rule);
    });
  }
});
refresh();
setInterval(() => { if (!document.hidden) refresh().catch(() => {}); }, 1000);
</script></body></html>
)";

}  // namespace

const char* control_page() { return kPage; }

}  // namespace lianban::simulators
