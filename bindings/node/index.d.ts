/**
 * Lianban: joint government approvals as durable cases.
 *
 * Methods are the functions of lianban.h without `lianban_` and `engine_`, in its order of arguments;
 * what each takes and gives is said there. All of them work on a worker thread, so that the event loop
 * is never held up, and reject with a LianbanError.
 */

/** Whatever a JSON object may hold. */
export type Json = {[name: string]: any};
/** An object, or the text of one. */
export type JsonIn = object | string;

/** A text for people. */
export interface Texts {
  zh: string;
  en: string;
}
export interface Actor {
  id: string;
  roles?: string[];
  office?: string;
}
/** A person's, an agency's or the host's wish; without `request_id` asking again is asking anew. */
export interface Command {
  request_id?: string;
  verb?: string;
  subject?: string;
  data?: any;
  actor?: Actor;
}
/** What was accepted, and is on disk. */
export interface Accepted {
  case: string;
  number: string;
  revision: number;
  states: string[];
  outcome: string | null;
  repeated: boolean;
}
export interface Event {
  /** Keep that of the last event you dealt with: the next `events` begins there. */
  cursor: number;
  case: string;
  revision: number;
  at: string;
  request_id: string;
  entries: Json[];
}
/** A request that the host carries to its agency. */
export interface Task {
  token: string;
  case: string;
  agency: string;
  office: string | null;
  call: string;
  operation: string;
  /** Idempotency key, the same for every attempt. */
  key: string;
  request: Json;
  attempt: number;
  lent_until: string;
}
export interface CaseLine {
  case: string;
  number: string;
  definition: string;
  status: string;
  outcome: string | null;
  states: string[];
  opened_at: string;
  due: string | null;
}
export interface CaseQuery {
  role?: string;
  state?: string;
  region?: string;
  number?: string;
  applicant?: string;
  personal?: string;
  due_before?: string;
  open_only?: boolean;
  limit?: number;
  cursor?: string;
}
export interface TaskQuery {
  agency?: string;
  limit?: number;
  lease_ms?: number;
}

/** `config_json` of lianban.h, and the callbacks. */
export interface EngineOptions {
  api_version?: 1;
  /** Path of the SQLite file; without it everything is in memory. */
  database?: string;
  /** Folder of the calendar files. */
  calendars?: string;
  directory?: Json;
  http?: boolean;
  secrets?: {[name: string]: string};
  finder_key?: string;
  virtual_clock?: string;
  seed?: string;
  tenant?: number;
  cache_bytes?: number;
  database_cache_bytes?: number;
  body_every?: number;
  /** Receives lines of the log, without personal data. With this or `wake`, close the engine before
   * `process.exit`: Node cannot leave while a worker thread waits for a callback to run. */
  log?: (level: 'info' | 'warning' | 'error', line: string) => void;
  /** Called when something was committed; `events` says what, and needs no callback. */
  wake?: () => void;
}
export interface Following {
  /** How long to wait for the next one; without it for ever. */
  timeoutMs?: number;
  /** Ends the sequence, within half a second. */
  signal?: AbortSignal;
}

export class Engine {
  private constructor();
  /** Opens an engine. An engine to which its own callbacks refer lives until it is closed. */
  static open(options?: EngineOptions): Promise<Engine>;
  /** Ends every wait; when the promise is kept nothing of the engine runs any more. */
  close(): Promise<void>;
  readonly closed: boolean;
  [Symbol.asyncDispose](): Promise<void>;

  interrupt(): Promise<void>;
  /** Does the world's side: limits, timers, agencies. A host calls it in a loop. */
  pump(timeoutMs?: number): Promise<Json>;
  report(kind: 'stats' | 'agencies' | 'clock' | 'definitions' | 'database'): Promise<any>;
  setClock(instant: string): Promise<void>;
  eventNext(after?: number, limit?: number, timeoutMs?: number):
    Promise<{events: Event[]; next: number}>;
  /** What happened after the cursor, and goes on happening, over all cases. Ends when nothing came
   * for `timeoutMs`, and when the engine is closed or interrupted. */
  events(after?: number, options?: Following & {limit?: number}): AsyncGenerator<Event, void, void>;

  definitionPublish(definition: JsonIn): Promise<{id: string; version: string; hash: string}>;
  caseOpen(definition: string, command: Command | string): Promise<Accepted>;
  caseSubmit(id: string, command: Command | string): Promise<Accepted>;
  caseShow(id: string): Promise<Json>;
  caseActions(id: string, actor?: Actor | string | null): Promise<{actions: Json[]}>;
  caseHistory(id: string): Promise<{history: Json[]}>;
  caseFind(query?: CaseQuery | string | null): Promise<{cases: CaseLine[]; next: string | null}>;
  /** All pages of `caseFind`. */
  cases(query?: CaseQuery): AsyncGenerator<CaseLine, void, void>;
  caseVerify(id: string):
    Promise<{sound: boolean; revisions: number; head: string; fault: string | null}>;
  caseExport(id: string): Promise<Json>;
  caseCalls(id: string): Promise<{calls: Json[]}>;

  clockExplain(id: string, clock: string): Promise<Json>;
  calendarExplain(calendar: string, from: string, limit: string):
    Promise<{due: string; days: Json[]}>;
  licenceShow(number: string): Promise<Json>;
  licenceList(query?: JsonIn | null): Promise<{licences: Json[]; next: string | null}>;
  /** All pages of `licenceList`. */
  licences(query?: {limit?: number; cursor?: string}): AsyncGenerator<Json, void, void>;
  licenceRegister(licence: JsonIn): Promise<Json>;

  taskFetch(query?: TaskQuery | string | null, timeoutMs?: number): Promise<{tasks: Task[]}>;
  /** Requests that the host carries to agencies, as they come; ends as `events` does. */
  tasks(query?: TaskQuery, options?: Following): AsyncGenerator<Task, void, void>;
  taskComplete(token: string, reply: JsonIn): Promise<Accepted>;
  taskAcknowledge(token: string): Promise<Accepted>;
  taskFail(token: string, failure?: {code?: string; again?: boolean} | string | null):
    Promise<{again_at: string | null}>;
  taskExtend(token: string, leaseMs: number): Promise<{lent_until: string}>;
  /** `body`: the raw bytes as received. */
  callbackDeliver(request: JsonIn, body?: Uint8Array):
    Promise<{result: string; http_status: number}>;
  pendingList(kind: PendingKind, query?: JsonIn | null):
    Promise<{items: Json[]; next: string | null}>;
  /** All pages of `pendingList`. */
  pending(kind: PendingKind, query?: {limit?: number; lead?: string}):
    AsyncGenerator<Json, void, void>;
  pendingSettle(kind: PendingKind, item: JsonIn): Promise<{result: string}>;
}
export type PendingKind = 'incidents' | 'callbacks' | 'letters' | 'errands';

/** A call that failed. */
export class LianbanError extends Error {
  /** Number of the code, LIANBAN_* of lianban.h. */
  readonly code: number;
  /** The engine's own stable code: "event/when", "store/locked". `name` is that of the class. */
  readonly id: string;
  /** `message` in both languages. */
  readonly messages: Texts;
  /** All there is to say, as lianban_error_json documents it. */
  readonly json: Json;
  /** Whether the same call, with the same request id, may succeed later. */
  readonly retryable: boolean;
}
/** The rules of the approval say no. Nothing has changed. */
export class Refused extends LianbanError {
  readonly reasons: {kind: string; id: string; text: Texts; until: string | null; basis: string[]}[];
}
/** An argument cannot be used; `json` names it, and often what was probably meant. */
export class InvalidArgument extends LianbanError {}
/** The engine is closed. */
export class BadHandle extends LianbanError {}
/** There is no such case, definition, licence, code, task, file. */
export class NotFound extends LianbanError {}
/** It contradicts what is there: another request with this id, a task settled otherwise. */
export class Conflict extends LianbanError {}
/** Not now: the same call may succeed in a moment. */
export class Busy extends LianbanError {}
/** `interrupt` or `close` ended the wait. */
export class Interrupted extends LianbanError {}
/** Memory ran out: ask again with the same request id. */
export class OutOfMemory extends LianbanError {}
/** The engine belongs to the parent process. */
export class Forked extends LianbanError {}
/** The database: locked by another engine, full, damaged, not ours, or the disk failed. */
export class StoreError extends LianbanError {}
/** It is not known whether the change was committed: ask again with the same request id. */
export class Uncertain extends LianbanError {}
/** The definition has errors. */
export class InvalidDefinition extends LianbanError {
  readonly findings: Json[];
}
/** The deployment is wrong: agency directory, calendars, secrets. */
export class ConfigurationError extends LianbanError {}
/** A callback that is not believed; answer the agency with `httpStatus`. */
export class CallbackRejected extends LianbanError {
  readonly httpStatus: number;
}
/** The library failed; nothing was committed. Please report it. */
export class InternalError extends LianbanError {}

/** Loads the library from `path`, before anything else is called; else LIANBAN_LIBRARY says where it
 * is, or the system's loader finds it. */
export function load(path?: string): void;
/** Version of the library that was found. */
export function version(): string;
export function buildInfo(): Json;
/** Every code that a call can end with. */
export function codeList(): {code: number; name: string; retryable: boolean; text: Texts}[];
/** What a code of the checker, prover or planner means ("LB-E1203"); without one all of them. */
export function codeExplain(code?: string | null): Promise<any>;
/** What can be said about a definition without any case. */
export function definitionReport(
  definition: JsonIn,
  kind?: 'check' | 'fix' | 'expand' | 'prove' | 'plan' | 'diagram' | 'document' | 'compare' | 'rehearse',
  options?: JsonIn | null,
): Promise<any>;
/** Tells every story of a scenario file in memory. */
export function scenarioRun(file: string, options?: JsonIn | null): Promise<Json>;
