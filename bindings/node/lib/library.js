// Finds liblianban_c, checks it, and calls it on worker threads: text in, text out.
import koffi from 'koffi';

import {errorOf} from './errors.js';

/** The binary interface this package was written for (LIANBAN_ABI_VERSION). */
const ABI = 0;

// What goes in: h handle, t text or JSON, i int32, l int64, b bytes and their number.
const GIVES_JSON = {
  code_explain: 't', definition_report: 'ttt', scenario_run: 'tt',
  engine_pump: 'hi', engine_report: 'ht', event_next: 'hlii', definition_publish: 'ht',
  case_open: 'htt', case_submit: 'htt', case_show: 'ht', case_actions: 'htt', case_history: 'ht',
  case_find: 'ht', case_verify: 'ht', case_export: 'ht', case_calls: 'ht',
  clock_explain: 'htt', calendar_explain: 'httt',
  licence_show: 'ht', licence_list: 'ht', licence_register: 'ht',
  task_fetch: 'hti', task_complete: 'htt', task_acknowledge: 'ht', task_fail: 'htt',
  task_extend: 'htl', callback_deliver: 'htb', pending_list: 'htt', pending_settle: 'htt',
};
const GIVES_NOTHING = {engine_close: 'h', engine_interrupt: 'h', engine_set_clock: 'ht'};
const TYPES = {
  h: ['uint64_t'], t: ['str'], i: ['int32_t'], l: ['int64_t'], b: ['const uint8_t *', 'size_t'],
};

const LogFunction = koffi.proto('void lianban_log_fn(str level, str line, uintptr_t user)');
const WakeFunction = koffi.proto('void lianban_wake_fn(uintptr_t user)');
const Options = koffi.struct('lianban_engine_options', {
  struct_size: 'size_t',
  config_json: 'str',
  log: koffi.pointer(LogFunction),
  wake: koffi.pointer(WakeFunction),
  user: 'uintptr_t',
});

/** What is passed for a text; null is NULL. C would end it at a NUL and repair half characters. */
export function text(value) {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') throw new TypeError('a text is needed');
  if (value.includes('\0') || /\p{Surrogate}/u.test(value)) {
    throw new TypeError('a text for lianban cannot hold NUL or half a surrogate pair');
  }
  return value;
}

/** What is passed for JSON: the text itself, or the text of an object. */
export function json(value) {
  return value === null || typeof value === 'string' ? text(value) : text(JSON.stringify(value));
}

/** What is passed for a number. */
export function whole(value, bits = 32) {
  const most = bits === 32 ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
  if (!Number.isInteger(value) || Math.abs(value) > most) {
    throw new RangeError(`${value} is no whole number of ${bits} bits`);
  }
  return value;
}

class Library {
  #functions = {};
  #error_json;
  #error_free;

  constructor(path) {
    this.path = path;
    const c = koffi.load(path);
    const named = (name, result, inputs) => c.func(`lianban_${name}`, result, inputs);
    let found;
    try {
      found = named('abi_version', 'int32_t', [])();
    } catch (fault) {
      throw new Error(`${path} is no lianban library`, {cause: fault});
    }
    if (found !== ABI) {
      throw new Error(`${path} has interface ${found}, and this package needs ${ABI}`);
    }
    const free = named('free', 'void', ['void *']);
    const Given = koffi.pointer(koffi.disposable('str', free));
    const outputs = [koffi.out(Given), koffi.out(koffi.pointer('uint64_t'))];
    for (const [table, last] of [[GIVES_JSON, outputs], [GIVES_NOTHING, outputs.slice(1)]]) {
      for (const [name, shape] of Object.entries(table)) {
        const inputs = [...shape].flatMap((letter) => TYPES[letter]);
        this.#functions[name] = named(name, 'int32_t', [...inputs, ...last]);
      }
    }
    this.#functions.engine_open = named('engine_open', 'int32_t', [
      koffi.pointer(Options), koffi.out(koffi.pointer('uint64_t')),
      koffi.out(koffi.pointer('uint64_t')),
    ]);
    this.#error_json = named('error_json', 'str', ['uint64_t']);
    this.#error_free = named('error_free', 'int32_t', ['uint64_t']);
    this.constants = {};
    for (const name of ['version', 'build_info', 'code_list']) {
      this.constants[name] = named(name, 'str', [])();
    }
  }

  /** Calls a function that gives JSON. */
  async ask(name, ...inputs) {
    const out = [null];
    await this.#call(name, [...inputs, out]);
    return JSON.parse(out[0]);
  }

  /** Calls a function that gives nothing. */
  async tell(name, ...inputs) {
    await this.#call(name, inputs);
  }

  /** Opens an engine: its handle, and how to let go of its callbacks. */
  async open(config, log, wake) {
    const callbacks = [
      log && koffi.register(log, koffi.pointer(LogFunction)),
      wake && koffi.register(wake, koffi.pointer(WakeFunction)),
    ];
    const release = () => callbacks.splice(0).forEach((each) => each && koffi.unregister(each));
    const options = {
      struct_size: koffi.sizeof(Options), config_json: config,
      log: callbacks[0] ?? null, wake: callbacks[1] ?? null, user: 0,
    };
    const handle = [0];
    try {
      await this.#call('engine_open', [options, handle]);
    } catch (fault) {
      release();
      throw fault;
    }
    return {handle: handle[0], release};
  }

  #call(name, values) {
    return new Promise((resolve, reject) => {
      const error = [0];
      this.#functions[name].async(...values, error, (fault, code) => {
        if (fault) {
          reject(fault);
        } else if (code === 0) {
          resolve();
        } else {
          const said = JSON.parse(this.#error_json(error[0]));
          this.#error_free(error[0]);
          reject(errorOf(code, said));
        }
      });
    });
  }
}

function candidates() {
  if (process.platform === 'win32') return ['lianban_c.dll', 'liblianban_c.dll'];
  if (process.platform === 'darwin') return ['liblianban_c.0.dylib', 'liblianban_c.dylib'];
  return ['liblianban_c.so.0'];
}

let loaded = null;

/**
 * Loads the library: from `path`, else from where the environment variable LIANBAN_LIBRARY says,
 * else by its name as the system's loader finds it. Once for the process; the first call on anything
 * does it by itself.
 */
export function library(path) {
  if (loaded) {
    if (path !== undefined && path !== loaded.path) {
      throw new Error(`lianban is already loaded from ${loaded.path}`);
    }
    return loaded;
  }
  const given = path ?? process.env.LIANBAN_LIBRARY;
  const said = [];
  for (const each of given ? [given] : candidates()) {
    try {
      return (loaded = new Library(each));
    } catch (fault) {
      if (fault.message.includes('lianban') && fault.message.includes('interface')) throw fault;
      said.push(fault.message);
    }
  }
  throw new Error(
    `liblianban_c was not found; install it, or set LIANBAN_LIBRARY to its path (${said.join('; ')})`,
  );
}
