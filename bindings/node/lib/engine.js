// The engine: one method for each function of lianban.h, and iterators over what goes on.
import {setTimeout as sleep} from 'node:timers/promises';

import {BadHandle, Forked, Interrupted} from './errors.js';
import {json, library, text, whole} from './library.js';

// A wait holds one of the worker threads that all calls share (UV_THREADPOOL_SIZE, usually four): it is
// cut into slices, and two threads are left for other calls. Who finds no place looks every now and then.
const SLICE_MS = 500;
const GLANCE_MS = 50;
const MOST_WAITS = Math.max(1, (Number(process.env.UV_THREADPOOL_SIZE) || 4) - 2);
let waits = 0;

const lost = new FinalizationRegistry((held) => close(held).catch(() => {}));

async function close({found, opened}) {
  try {
    await found.tell('engine_close', opened.handle);
  } catch (fault) {
    if (!(fault instanceof BadHandle || fault instanceof Forked)) throw fault;
  } finally {
    opened.release();
  }
}

export class Engine {
  #library;
  #held;
  #handle;
  #closing = null;

  constructor(found, opened) {
    this.#library = found;
    this.#handle = opened.handle;
    this.#held = {found, opened};
    lost.register(this, this.#held, this);
  }

  static async open({log, wake, ...config} = {}) {
    const found = library();
    const opened = await found.open(
      json(config),
      log && ((level, line) => void log(level, line)),
      wake && (() => void wake()),
    );
    return new Engine(found, opened);
  }

  close() {
    if (!this.#closing) {
      lost.unregister(this);
      this.#closing = close(this.#held);
    }
    return this.#closing;
  }

  get closed() {
    return this.#closing !== null;
  }

  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.close();
  }

  async #ask(name, ...inputs) {
    const answer = await this.#library.ask(name, this.#handle, ...inputs);
    this.#closing; // The collector must not have this engine while the library works for it.
    return answer;
  }

  async #tell(name, ...inputs) {
    await this.#library.tell(name, this.#handle, ...inputs);
    this.#closing;
  }

  async interrupt() { await this.#tell('engine_interrupt'); }
  async pump(timeoutMs = 0) { return this.#ask('engine_pump', whole(timeoutMs)); }
  async report(kind) { return this.#ask('engine_report', text(kind)); }
  async setClock(instant) { await this.#tell('engine_set_clock', text(instant)); }
  async eventNext(after = 0, limit = 100, timeoutMs = 0) {
    return this.#ask('event_next', whole(after, 64), whole(limit), whole(timeoutMs));
  }

  async definitionPublish(definition) { return this.#ask('definition_publish', json(definition)); }
  async caseOpen(definition, command) {
    return this.#ask('case_open', text(definition), json(command));
  }
  async caseSubmit(id, command) { return this.#ask('case_submit', text(id), json(command)); }
  async caseShow(id) { return this.#ask('case_show', text(id)); }
  async caseActions(id, actor = null) { return this.#ask('case_actions', text(id), json(actor)); }
  async caseHistory(id) { return this.#ask('case_history', text(id)); }
  async caseFind(query = null) { return this.#ask('case_find', json(query)); }
  async caseVerify(id) { return this.#ask('case_verify', text(id)); }
  async caseExport(id) { return this.#ask('case_export', text(id)); }
  async caseCalls(id) { return this.#ask('case_calls', text(id)); }

  async clockExplain(id, clock) { return this.#ask('clock_explain', text(id), text(clock)); }
  async calendarExplain(calendar, from, limit) {
    return this.#ask('calendar_explain', text(calendar), text(from), text(limit));
  }
  async licenceShow(number) { return this.#ask('licence_show', text(number)); }
  async licenceList(query = null) { return this.#ask('licence_list', json(query)); }
  async licenceRegister(licence) { return this.#ask('licence_register', json(licence)); }

  async taskFetch(query = null, timeoutMs = 0) {
    return this.#ask('task_fetch', json(query), whole(timeoutMs));
  }
  async taskComplete(token, reply) { return this.#ask('task_complete', text(token), json(reply)); }
  async taskAcknowledge(token) { return this.#ask('task_acknowledge', text(token)); }
  async taskFail(token, failure = null) {
    return this.#ask('task_fail', text(token), json(failure));
  }
  async taskExtend(token, leaseMs) {
    return this.#ask('task_extend', text(token), whole(leaseMs, 64));
  }
  async callbackDeliver(request, body = new Uint8Array()) {
    return this.#ask('callback_deliver', json(request), body, body.length);
  }
  async pendingList(kind, query = null) {
    return this.#ask('pending_list', text(kind), json(query));
  }
  async pendingSettle(kind, item) { return this.#ask('pending_settle', text(kind), json(item)); }

  async *events(after = 0, {timeoutMs = Infinity, limit = 100, signal} = {}) {
    for (;;) {
      const page = await this.#next(
        (wait) => this.eventNext(after, limit, wait), 'events', timeoutMs, signal);
      if (!page) return;
      yield* page.events;
      after = page.next;
    }
  }

  async *tasks(query = {}, {timeoutMs = Infinity, signal} = {}) {
    // One that is lent and not yet looked at would only grow old.
    const wanted = {limit: 1, ...query};
    for (;;) {
      const page = await this.#next(
        (wait) => this.taskFetch(wanted, wait), 'tasks', timeoutMs, signal);
      if (!page) return;
      yield* page.tasks;
    }
  }

  /** The next page that has something; null when the time is over or the engine is closed. */
  async #next(call, member, timeoutMs, signal) {
    const end = performance.now() + timeoutMs;
    for (;;) {
      if (signal?.aborted || this.closed) return null;
      const left = Math.max(0, Math.trunc(Math.min(end - performance.now(), SLICE_MS)));
      const place = waits < MOST_WAITS;
      waits += place ? 1 : 0;
      try {
        const page = await call(place ? left : 0);
        if (page[member].length > 0) return page;
      } catch (fault) {
        if (fault instanceof Interrupted || fault instanceof BadHandle) return null;
        throw fault;
      } finally {
        waits -= place ? 1 : 0;
      }
      if (left === 0) return null;
      if (!place) await sleep(Math.min(left, GLANCE_MS));
    }
  }

  cases(query = {}) { return pages((page) => this.caseFind(page), 'cases', query); }
  licences(query = {}) { return pages((page) => this.licenceList(page), 'licences', query); }
  pending(kind, query = {}) {
    return pages((page) => this.pendingList(kind, page), 'items', query);
  }
}

async function* pages(call, member, query) {
  for (;;) {
    const page = await call(query);
    yield* page[member];
    if (page.next === null) return;
    query = {...query, cursor: page.next};
  }
}
