// Lianban: joint government approvals as durable cases. What each thing means: index.d.ts.
import {json, library, text} from './lib/library.js';

export {Engine} from './lib/engine.js';
export * from './lib/errors.js';

export function load(path) { library(path); }
export function version() { return library().constants.version; }
export function buildInfo() { return JSON.parse(library().constants.build_info); }
export function codeList() { return JSON.parse(library().constants.code_list); }
export async function codeExplain(code = null) { return library().ask('code_explain', text(code)); }
export async function definitionReport(definition, kind = 'check', options = null) {
  return library().ask('definition_report', json(definition), text(kind), json(options));
}
export async function scenarioRun(file, options = null) {
  return library().ask('scenario_run', text(file), json(options));
}
