/**
 * @file lianban.h
 * @brief Lianban for every language: joint government approvals as durable cases, through C.
 *
 * One header, needing only <stddef.h> and <stdint.h>; C11 and C++. Structured values go in and come
 * out as UTF-8 JSON text; what stands in it is said at each function and in the manual.
 *
 * The rules that hold everywhere:
 *
 * - **Result.** Every function that can fail gives `int32_t`: 0 (LIANBAN_DONE) or one of the codes
 *   below, which never change their meaning. LIANBAN_REFUSED is no failure of the program: the
 * rules of the approval say no, and the error object says why.
 * - **Error object.** `out_error`, always the last parameter, may be NULL. Where it is not, it is
 * set to 0 when the call begins and to a handle when the call fails; free it with
 * lianban_error_free. There is no "last error": errors belong to calls, not to threads.
 * - **Ownership.** A `char*` that the library hands out is the caller's: lianban_free. A
 *   `const char*` is borrowed: until its error object is freed, or for ever where nothing else is
 *   said. There is no third kind.
 * - **Handles** are numbers, never addresses, and fit in 53 bits. Zero stands for none. One that is
 *   closed, stale, forged or of another kind gives LIANBAN_HANDLE, never a crash.
 * - **Out-parameters** stand before the error slot; on failure they are 0 or NULL.
 * - **Texts** are UTF-8 ended by NUL. Ill-formed UTF-8 is LIANBAN_ARGUMENT and never repaired. What
 *   is passed in is copied before the call returns. At most 4 MiB a text, 64 levels of JSON.
 * - **JSON objects that are options or queries** are refused with LIANBAN_ARGUMENT where they have
 * a member that is not known; the error names the one that was probably meant.
 * - **Times** are RFC 3339 texts with an offset, dates "2021-09-15"; spans in parameters are
 *   milliseconds. Numbers of pages and cursors are texts as they were given.
 * - **Threads.** Any thread may call anything, several at once. Nothing is kept per thread: an
 * error may be read, and an engine closed, on another thread than the one it came from.
 * - **Blocking.** Calls that wait take `timeout_ms`: 0 looks and does not wait, negative is
 *   LIANBAN_ARGUMENT. lianban_engine_interrupt and lianban_engine_close end every wait of the
 * engine with LIANBAN_INTERRUPTED. All other calls of an engine last as long as a disk write.
 * - **Fork.** An engine belongs to the process that opened it. In a child each call on it gives
 *   LIANBAN_FORKED and touches neither its locks nor its files; the child may open engines itself.
 * - **Manners.** The library never throws into the caller, prints, exits, aborts, sets signals, the
 *   locale or the working directory. When memory runs out a call gives LIANBAN_NO_MEMORY.
 *
 * Comments of parameters begin with a word in brackets that programs can read: `(handle)`,
 * `(text)`, `(json)`, `(bytes)`, `(struct)` for what goes in, `(out)` for what comes out, followed
 * by `never NULL` or `nullable`.
 */
#ifndef LIANBAN_LIANBAN_H
#define LIANBAN_LIANBAN_H

#include <stddef.h>
#include <stdint.h>

/** Version of this header; lianban_version() tells that of the library that was found. */
#define LIANBAN_VERSION_MAJOR 0
#define LIANBAN_VERSION_MINOR 1 /**< Likewise. */
#define LIANBAN_VERSION_PATCH 0 /**< Likewise. */
/** major * 1000000 + minor * 1000 + patch, for comparisons by the preprocessor. */
#define LIANBAN_VERSION_NUMBER 1000
/** Number of the binary interface, the one in liblianban_c.so.0. */
#define LIANBAN_ABI_VERSION 0
/** Grows whenever functions or members are added; what needs a newer header can ask for it. */
#define LIANBAN_API_LEVEL 1

/** @def LIANBAN_CALL
 * How the functions are called; callbacks are declared with it too. */
/** @def LIANBAN_API
 * Makes a function visible outside of the shared library. */
#if defined(_WIN32)
#define LIANBAN_CALL __cdecl
#if defined(LIANBAN_BUILDING)
#define LIANBAN_API __declspec(dllexport)
#elif defined(LIANBAN_STATIC)
#define LIANBAN_API
#else
#define LIANBAN_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define LIANBAN_CALL
#define LIANBAN_API __attribute__((visibility("default")))
#else
#define LIANBAN_CALL
#define LIANBAN_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- codes ---------------------------------------------------------------------------------- */

/** The call did what it should. */
#define LIANBAN_DONE 0
/** The rules of the approval say no: nothing has changed, asking again later may succeed. */
#define LIANBAN_REFUSED 1
/** An argument cannot be used: NULL, ill-formed UTF-8 or JSON, out of range, an unknown member. */
#define LIANBAN_ARGUMENT 2
/** The handle is zero, closed, stale, forged or of another kind. */
#define LIANBAN_HANDLE 3
/** There is no such case, definition, licence, code, task, file. */
#define LIANBAN_NOT_FOUND 4
/** It contradicts what is there: another request with this id, a licence of that number, a task
 *  that was settled or lent again. */
#define LIANBAN_CONFLICT 5
/** Not now: the same call may succeed in a moment. */
#define LIANBAN_BUSY 6
/** lianban_engine_interrupt or lianban_engine_close ended the wait. */
#define LIANBAN_INTERRUPTED 7
/** Memory ran out. As far as a case was concerned: ask again with the same request id. An engine
 *  without a file that ran out in the middle of a change is closed by it ("store/closed"). */
#define LIANBAN_NO_MEMORY 8
/** The engine belongs to the process that opened it, and this is a child of it. */
#define LIANBAN_FORKED 9
/** The database: locked by another engine, full, damaged, not ours, or the disk failed. */
#define LIANBAN_STORE 10
/** It is not known whether the change was committed: ask again with the same request id. */
#define LIANBAN_UNCERTAIN 11
/** The definition has errors; the error object lists them. */
#define LIANBAN_DEFINITION 12
/** The deployment is wrong: agency directory, calendars, secrets. */
#define LIANBAN_CONFIGURATION 13
/** A callback that is not believed; the error object has the HTTP status to answer with. */
#define LIANBAN_CALLBACK 14
/** The library failed; nothing was committed. Please report it. */
#define LIANBAN_INTERNAL 15

/* ---- handles -------------------------------------------------------------------------------- */

/** An open engine. Zero: none. Closed by lianban_engine_close. */
typedef uint64_t lianban_engine;
/** What went wrong in one call. Immutable. Zero: nothing. Freed by lianban_error_free. */
typedef uint64_t lianban_error;

/* ---- the library ---------------------------------------------------------------------------- */

/**
 * Version of the library, "0.1.0".
 * @return Borrowed, for ever; never NULL. Any thread.
 */
LIANBAN_API const char* LIANBAN_CALL lianban_version(void);

/**
 * Number of the binary interface of the library; a host compares it with LIANBAN_ABI_VERSION.
 * @return The number itself, no code. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_abi_version(void);

/**
 * How the library was built: {version, abi, api_level, language, compiler, standard_library, build,
 * sqlite, json, glibc (the one it was built with), features: [..], licence}.
 * @return JSON, borrowed, for ever; never NULL. Any thread.
 */
LIANBAN_API const char* LIANBAN_CALL lianban_build_info(void);

/**
 * Every code that a function can give: [{code, name, retryable, text: {zh, en}}]. For generators of
 * bindings and for people.
 * @return JSON, borrowed, for ever; never NULL. Any thread.
 */
LIANBAN_API const char* LIANBAN_CALL lianban_code_list(void);

/**
 * What a stable code of the checker, prover or planner means ("LB-E1203").
 * @param[in] code (text, nullable) In any case of letters; NULL: the list of all codes.
 * @param[out] out_json (out, never NULL) {code, title, what, why, basis, bad, good}, texts {zh, en}
 *     in Markdown, `bad` and `good` small definitions; of NULL [{code, title}]. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_NOT_FOUND (the error's hint names the code that was probably meant). Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_code_explain(const char* code, char** out_json,
                                                      lianban_error* out_error);

/**
 * Frees a text that the library handed out as `char*`. Nothing else: not an address of the host's,
 * not one twice. Any thread.
 * @param[in] text (text, nullable) NULL does nothing.
 */
LIANBAN_API void LIANBAN_CALL lianban_free(char* text);

/* ---- errors --------------------------------------------------------------------------------- */

/**
 * The code of the call that failed.
 * @param[in] error (handle) Zero stands for no error: LIANBAN_DONE.
 * @return That code; of a bad handle LIANBAN_HANDLE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_error_code(lianban_error error);

/**
 * The engine's own stable code: "store/locked", "event/when", "argument/json", ...
 * @param[in] error (handle)
 * @return Borrowed until the error is freed; of zero or a bad handle "". Never NULL. Any thread.
 */
LIANBAN_API const char* LIANBAN_CALL lianban_error_name(lianban_error error);

/**
 * One sentence for people, without personal data.
 * @param[in] error (handle)
 * @param[in] language (text, nullable) "zh" or "en"; NULL or anything else: "en".
 * @return Borrowed until the error is freed; of zero or a bad handle "". Never NULL. Any thread.
 */
LIANBAN_API const char* LIANBAN_CALL lianban_error_message(lianban_error error,
                                                           const char* language);

/**
 * All there is to say: {code, code_name, name, message: {zh, en}, retryable, place} and, where it
 * applies, `argument` (name of the parameter), `pointer` (RFC 6901), `line`, `column` (from 1, in
 * code points), `hint` {zh, en}, `reasons` (of a refusal: [{kind, id, text, until, basis}]),
 * `findings` (of a definition, as in lianban_definition_report), `http_status` (of a callback).
 * @param[in] error (handle)
 * @return JSON, borrowed until the error is freed; of zero or a bad handle "{}". Never NULL. Any
 *     thread.
 */
LIANBAN_API const char* LIANBAN_CALL lianban_error_json(lianban_error error);

/**
 * Frees an error; texts borrowed from it are gone.
 * @param[in] error (handle) Zero does nothing.
 * @return LIANBAN_HANDLE: it was freed before, or is no error. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_error_free(lianban_error error);

/* ---- the engine ----------------------------------------------------------------------------- */

/**
 * Receives one line of the log. Called on a thread that is inside a call on the engine, just before
 * that call returns, with nothing locked or held; so it may call the library, even close the
 * engine. It should return; what it throws is swallowed and counted (lianban_engine_report,
 * "stats"), and a longjmp out of it leaves everything in order. Never called after
 * lianban_engine_close returned.
 * @param[in] level (text, never NULL) "info", "warning", "error". Borrowed for the call.
 * @param[in] line (text, never NULL) Without a line break and without personal data, at most 1023
 *     bytes. Borrowed for the call.
 * @param[in] user What the options gave.
 */
typedef void(LIANBAN_CALL* lianban_log_fn)(const char* level, const char* line, uintptr_t user);

/**
 * Says that something was committed: lianban_event_next, lianban_engine_pump and lianban_task_fetch
 * may have something. One call may stand for many commits. When and where: as lianban_log_fn.
 * @param[in] user What the options gave.
 */
typedef void(LIANBAN_CALL* lianban_wake_fn)(uintptr_t user);

/** How an engine is opened. Set it to zero, then `struct_size`, then what is wanted. */
typedef struct lianban_engine_options {
  /** sizeof(lianban_engine_options) as the host was compiled: how much of it is there. */
  size_t struct_size;
  /**
   * (json, nullable) All that is data; NULL is {}. Members, all optional:
   * "api_version": 1;
   * "database": path of the SQLite file, without it the engine is in memory and gone with it;
   * "calendars": folder of the calendar files;
   * "directory": the agency directory as an object (manual: agency directory);
   * "http": true where the library itself is to call the agencies of the directory; without it
   *   every request waits for lianban_task_fetch;
   * "secrets": {name: text} by which directory entries sign and are verified; without it those of
   *   the environment;
   * "finder_key": at least 16 characters, key of the blind indexes; without it one is drawn once;
   * "virtual_clock": an instant at which a clock stands until lianban_engine_set_clock moves it;
   * "seed": text from which ids and random choices follow, for tests; needs "virtual_clock";
   * "tenant": integer; "cache_bytes", "database_cache_bytes", "body_every": as in the manual.
   */
  const char* config_json;
  /** (function, nullable) See lianban_log_fn. Kept until the engine is closed. */
  lianban_log_fn log;
  /** (function, nullable) See lianban_wake_fn. Kept until the engine is closed. */
  lianban_wake_fn wake;
  /** Passed to both. */
  uintptr_t user;
} lianban_engine_options;

/**
 * Opens an engine. It owns its database file: a second one, here or in another process, is refused
 * with LIANBAN_STORE ("store/locked").
 * @param[in] options (struct, nullable) Copied. NULL: in memory, without calendars.
 * @param[out] out_engine (out, never NULL) Closed with lianban_engine_close.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_ARGUMENT, LIANBAN_STORE, LIANBAN_CONFIGURATION (the agency directory). Any
 * thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_engine_open(const lianban_engine_options* options,
                                                     lianban_engine* out_engine,
                                                     lianban_error* out_error);

/**
 * Closes an engine: new calls get LIANBAN_HANDLE at once, waiting ones end with
 * LIANBAN_INTERRUPTED, the others are waited for. When it returns no callback runs or will run;
 * only for one that another thread has been in for ten seconds it does not wait any longer. Inside
 * a callback it closes as well. What was answered is on disk.
 * @param[in] engine (handle) Zero does nothing.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_HANDLE (also of the slower of two closes), LIANBAN_FORKED. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_engine_close(lianban_engine engine,
                                                      lianban_error* out_error);

/**
 * Ends the waits that are going on: they give LIANBAN_INTERRUPTED. What waits later is not touched.
 * @param[in] engine (handle)
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_HANDLE, LIANBAN_FORKED. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_engine_interrupt(lianban_engine engine,
                                                          lianban_error* out_error);

/**
 * Does the world's side: fires limits and timers that are due, calls agencies ("http"), takes
 * their answers, kept callbacks and messages between cases. Where nothing is due it waits for a
 * limit, an answer or a commit, then does that. A host calls it in a loop, on one thread or
 * several.
 * @param[in] engine (handle)
 * @param[in] timeout_ms How long it may wait while there is nothing to do, milliseconds.
 * @param[out] out_json (out, never NULL) {timers, asked, answered, failed, polled, opened,
 *     callbacks, in_flight, next_due}: what was done; next_due null where nothing waits for a time.
 *     Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_INTERRUPTED, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_engine_pump(lianban_engine engine, int32_t timeout_ms,
                                                     char** out_json, lianban_error* out_error);

/**
 * What an operator asks.
 * @param[in] engine (handle)
 * @param[in] kind (text, never NULL) "stats": numbers of cases, commits, cache, callbacks of the
 *     host; "agencies": how the way to each agency is; "clock": {now, virtual, next_due};
 *     "definitions": [{id, version, hash, state, title}]; "database": reads the whole database and
 *     compares it with itself, minutes for a large one, gives {sound: true} or LIANBAN_STORE.
 * @param[out] out_json (out, never NULL) Without personal data. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_ARGUMENT, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_engine_report(lianban_engine engine, const char* kind,
                                                       char** out_json, lianban_error* out_error);

/**
 * Moves the clock of an engine that was opened with "virtual_clock". What falls due is done by
 * lianban_engine_pump.
 * @param[in] engine (handle)
 * @param[in] instant (text, never NULL) RFC 3339 with an offset.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_ARGUMENT (also where the engine has the system's clock). Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_engine_set_clock(lianban_engine engine,
                                                          const char* instant,
                                                          lianban_error* out_error);

/**
 * The next things that happened, over all cases, in the order of their commits: poll first, at
 * least once, a cursor that the host keeps. Served from an index of the store; without cursor files
 * of its own, so any number of readers may follow.
 * @param[in] engine (handle)
 * @param[in] after Cursor of the last event that was dealt with; 0: from the very first.
 * @param[in] limit At most so many events, 1 to 1000.
 * @param[in] timeout_ms How long to wait for the first one, milliseconds.
 * @param[out] out_json (out, never NULL) {events: [{cursor, case, revision, at, request_id,
 *     entries}], next}: `entries` as in lianban_case_history but with null where a personal value
 *     stands; `next` is the `after` of the next call. Empty after the time is over. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_ARGUMENT, LIANBAN_INTERRUPTED, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_event_next(lianban_engine engine, int64_t after,
                                                    int32_t limit, int32_t timeout_ms,
                                                    char** out_json, lianban_error* out_error);

/* ---- definitions ---------------------------------------------------------------------------- */

/**
 * What can be said about a definition without any case. Deterministic. "prove" and "rehearse" may
 * take long; the limits are in the options.
 * @param[in] definition_json (json, never NULL) The definition's text.
 * @param[in] kind (text, never NULL)
 *     "check": {ok, errors, warnings, findings, summary, id, version, hash, title}, a finding
 *     {severity, code, message, hint, pointer, line, column, related, fix}; faults are findings
 * here and no error; "fix": {text, applied}: with its certain fixes applied, for ever so many
 * rounds as it takes; "expand": {definition}: with what it extends put in; "prove": {proved,
 * incomplete, properties, findings, abstracted, unseen, states, transitions}; "plan": {all, bring,
 * documents, stages, knots, trips, findings}; "diagram": {format, text}; "document": {text},
 * Markdown; "compare": {changes: [{area, kind, pointer, text, before, after}]}; "rehearse":
 * recorded cases told anew under this draft: {definition, version, hash, cases, sum}.
 * @param[in] options_json (json, nullable) {file} where it was read, for what it extends;
 * {calendars} of prove and rehearse; {max_states, max_seconds} of prove; {without_deferral: [ids]}
 * of plan; {format: mermaid, dot, plantuml, bpmn, language} of diagram; {language: zh, en, both} of
 *     document; {before: the earlier definition, an object} of compare; {database, limit, tenant}
 * of rehearse.
 * @param[out] out_json (out, never NULL) Texts {zh, en}. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_DEFINITION (all kinds but check and fix), LIANBAN_ARGUMENT,
 *     LIANBAN_CONFIGURATION (calendars), LIANBAN_STORE (rehearse). Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_definition_report(const char* definition_json,
                                                           const char* kind,
                                                           const char* options_json,
                                                           char** out_json,
                                                           lianban_error* out_error);

/**
 * Makes a definition available for new cases; the same content again does nothing. Cases keep the
 * definition they were opened with, by content hash, for ever.
 * @param[in] engine (handle)
 * @param[in] definition_json (json, never NULL) The definition's text; one that extends others is
 *     expanded first (lianban_definition_report, "expand").
 * @param[out] out_json (out, never NULL) {id, version, hash}. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_DEFINITION, LIANBAN_CONFIGURATION (its calendar), LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_definition_publish(lianban_engine engine,
                                                            const char* definition_json,
                                                            char** out_json,
                                                            lianban_error* out_error);

/**
 * Tells every story of a scenario file on a store in memory and checks what it expects.
 * @param[in] file (text, never NULL) Path; paths in it are relative to it.
 * @param[in] options_json (json, nullable) {calendars: folder, coverage: true, keep: folder}.
 * @param[out] out_json (out, never NULL) {passed, failed, stories: [{name, file, passed, steps,
 * step, expected, found}], coverage}: a story that fails is no error. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_ARGUMENT. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_scenario_run(const char* file, const char* options_json,
                                                      char** out_json, lianban_error* out_error);

/* ---- cases ---------------------------------------------------------------------------------- */

/**
 * Opens a case.
 * @param[in] engine (handle)
 * @param[in] definition (text, never NULL) Id (its newest published version) or hash.
 * @param[in] command_json (json, never NULL) {request_id, data: {channel, form, applicant,
 *     materials, promises, region, office}, actor: {id, roles, office}}; no actor: the host itself.
 *     The request id makes the case's identity: asking twice opens one case. Without one the
 * library draws it, and asking again is another case.
 * @param[out] out_json (out, never NULL) {case, number, revision, states, outcome, repeated}; it is
 *     on disk. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_REFUSED, LIANBAN_NOT_FOUND, LIANBAN_CONFLICT, LIANBAN_ARGUMENT, LIANBAN_BUSY,
 *     LIANBAN_STORE, LIANBAN_UNCERTAIN. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_case_open(lianban_engine engine, const char* definition,
                                                   const char* command_json, char** out_json,
                                                   lianban_error* out_error);

/**
 * Anything else that a person, an agency or the host may ask of a case. The host vouches for the
 * actor: the library checks what he may do, not who he is.
 * @param[in] engine (handle)
 * @param[in] case_id (text, never NULL) Id or number.
 * @param[in] command_json (json, never NULL) {request_id, verb, subject, data, actor: {id, roles,
 *     office}}. Verbs: send (subject: event), supply, verify, reject, dispute, promise (material),
 *     amend (path), reply, acknowledge, fail (call), retry, answer, give_up (call or incident),
 *     tick. The same request id with the same content gets the first answer for ever.
 * @param[out] out_json (out, never NULL) As of lianban_case_open. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_REFUSED, LIANBAN_NOT_FOUND, LIANBAN_CONFLICT, LIANBAN_ARGUMENT, LIANBAN_BUSY,
 *     LIANBAN_STORE, LIANBAN_UNCERTAIN. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_case_submit(lianban_engine engine, const char* case_id,
                                                     const char* command_json, char** out_json,
                                                     lianban_error* out_error);

/**
 * The case as people read it, personal values included.
 * @param[in] engine (handle)
 * @param[in] case_id (text, never NULL) Id or number.
 * @param[out] out_json (out, never NULL) Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_NOT_FOUND, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_case_show(lianban_engine engine, const char* case_id,
                                                   char** out_json, lianban_error* out_error);

/**
 * What one person may or may not do now, with the reasons.
 * @param[in] engine (handle)
 * @param[in] case_id (text, never NULL) Id or number.
 * @param[in] actor_json (json, nullable) {id, roles, office}; NULL: the host itself.
 * @param[out] out_json (out, never NULL) {actions: [{verb, event, title, allowed, refusal,
 * input}]}: `refusal` null where allowed, else {code, message, reasons}; `input` the schema of what
 * has to be given, null for nothing. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_NOT_FOUND, LIANBAN_ARGUMENT, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_case_actions(lianban_engine engine, const char* case_id,
                                                      const char* actor_json, char** out_json,
                                                      lianban_error* out_error);

/**
 * What happened, oldest first, personal values included.
 * @param[in] engine (handle)
 * @param[in] case_id (text, never NULL) Id or number.
 * @param[out] out_json (out, never NULL) {history: [{revision, at, request_id, entries, hash}]}.
 *     Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_NOT_FOUND, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_case_history(lianban_engine engine, const char* case_id,
                                                      char** out_json, lianban_error* out_error);

/**
 * Lists cases; all given members must hold. Every answer comes from an index.
 * @param[in] engine (handle)
 * @param[in] query_json (json, nullable) {role, state, region, number, applicant, personal,
 *     due_before, open_only, limit, cursor}; NULL: all, 50 a page.
 * @param[out] out_json (out, never NULL) {cases: [{case, number, definition, status, outcome,
 *     states, opened_at, due}], next}: `next` the cursor of the next page, null after the last.
 *     Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_ARGUMENT, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_case_find(lianban_engine engine, const char* query_json,
                                                   char** out_json, lianban_error* out_error);

/**
 * Checks one case: its history told again gives the stored state, and the hash chain holds.
 * @param[in] engine (handle)
 * @param[in] case_id (text, never NULL) Id or number.
 * @param[out] out_json (out, never NULL) {sound, revisions, head, fault}: a case that is not sound
 *     is no error. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_NOT_FOUND, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_case_verify(lianban_engine engine, const char* case_id,
                                                     char** out_json, lianban_error* out_error);

/**
 * The case for an auditor, in one text that a third party can check without this library: the
 * definition it pins with its hash, every row of the history with its exact bytes and its link of
 * the SM3 chain, the rule of the chain, what people read, papers, and what checking gave.
 * @param[in] engine (handle)
 * @param[in] case_id (text, never NULL) Id or number.
 * @param[out] out_json (out, never NULL) {format: "lianban-export-1", ...}; holds personal values,
 *     in "case" and "history" only: without these two members the rest still verifies. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_NOT_FOUND, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_case_export(lianban_engine engine, const char* case_id,
                                                     char** out_json, lianban_error* out_error);

/**
 * Requests of one case that wait for an answer.
 * @param[in] engine (handle)
 * @param[in] case_id (text, never NULL) Id or number.
 * @param[out] out_json (out, never NULL) {calls: [{case, call, agency, office, operation, key,
 * state, request}]}, `state` asked, acknowledged or standing. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_NOT_FOUND, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_case_calls(lianban_engine engine, const char* case_id,
                                                    char** out_json, lianban_error* out_error);

/* ---- clocks and calendars ------------------------------------------------------------------- */

/**
 * Day by day why each limit of a case's clock ends when it does.
 * @param[in] engine (handle)
 * @param[in] case_id (text, never NULL) Id or number.
 * @param[in] clock (text, never NULL) Id of the clock.
 * @param[out] out_json (out, never NULL) {clock, title, state, run, started, limits: [{limit, due,
 *     provisional, expired, days: [{date, counted, number, reason, text, provisional, owners}]}]}.
 *     Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_NOT_FOUND, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_clock_explain(lianban_engine engine, const char* case_id,
                                                       const char* clock, char** out_json,
                                                       lianban_error* out_error);

/**
 * Day by day why a limit that begins on `from` ends when it does.
 * @param[in] engine (handle)
 * @param[in] calendar (text, never NULL) Name of a calendar of the folder, "cn".
 * @param[in] from (text, never NULL) Date or instant.
 * @param[in] limit (text, never NULL) "15 workdays", "P8Y", "PT1H30M".
 * @param[out] out_json (out, never NULL) {due, days}. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_ARGUMENT, LIANBAN_CONFIGURATION (no such calendar), LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_calendar_explain(lianban_engine engine,
                                                          const char* calendar, const char* from,
                                                          const char* limit, char** out_json,
                                                          lianban_error* out_error);

/* ---- licences ------------------------------------------------------------------------------- */

/**
 * One licence of the register.
 * @param[in] engine (handle)
 * @param[in] number (text, never NULL)
 * @param[out] out_json (out, never NULL) {number, definition, licence, type_code, case, version,
 *     state, issued_at, expires, identifier, reason, content, rests_on, resting}. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_NOT_FOUND, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_licence_show(lianban_engine engine, const char* number,
                                                      char** out_json, lianban_error* out_error);

/**
 * The register in order of entry.
 * @param[in] engine (handle)
 * @param[in] query_json (json, nullable) {limit, cursor}; NULL: the first 50.
 * @param[out] out_json (out, never NULL) {licences: [..], next}, without content and resting.
 *     Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_ARGUMENT, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_licence_list(lianban_engine engine, const char* query_json,
                                                      char** out_json, lianban_error* out_error);

/**
 * Enters a licence that was issued before this system, or elsewhere. The same again changes
 * nothing.
 * @param[in] engine (handle)
 * @param[in] licence_json (json, never NULL) {number, licence, issued_at} and optionally
 * definition, type_code, version, state, expires, rests_on, reason, content.
 * @param[out] out_json (out, never NULL) What lianban_licence_show gives, and `repeated`. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_CONFLICT (the number stands for another licence), LIANBAN_NOT_FOUND (rests_on),
 *     LIANBAN_ARGUMENT, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_licence_register(lianban_engine engine,
                                                          const char* licence_json, char** out_json,
                                                          lianban_error* out_error);

/* ---- agencies: requests that the host carries ----------------------------------------------- */

/**
 * Lends requests that wait for the host, over all cases. One that is neither completed nor failed
 * in time is lent again with a higher attempt. Of one case and agency one at a time is lent. The
 * rechecks of deferred documents are lent too, when they are due; until they are answered
 * lianban_case_calls lists them as "standing".
 * @param[in] engine (handle)
 * @param[in] query_json (json, nullable) {agency, limit, lease_ms}; NULL: of all agencies, 16, one
 *     minute.
 * @param[in] timeout_ms How long to wait for the first one, milliseconds.
 * @param[out] out_json (out, never NULL) {tasks: [{token, case, agency, office, call, operation,
 * key, request, attempt, lent_until}]}: `key` is the Idempotency-Key, the same for every attempt.
 *     Empty after the time is over. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_ARGUMENT, LIANBAN_INTERRUPTED, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_task_fetch(lianban_engine engine, const char* query_json,
                                                    int32_t timeout_ms, char** out_json,
                                                    lianban_error* out_error);

/**
 * The agency's final reply. The same token again gets the first answer again.
 * @param[in] engine (handle)
 * @param[in] token (text, never NULL) Of the task.
 * @param[in] reply_json (json, never NULL) An object; of a message anything.
 * @param[out] out_json (out, never NULL) As of lianban_case_open. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_CONFLICT (lent again, or settled otherwise), LIANBAN_NOT_FOUND, LIANBAN_REFUSED,
 *     LIANBAN_ARGUMENT, LIANBAN_STORE, LIANBAN_UNCERTAIN. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_task_complete(lianban_engine engine, const char* token,
                                                       const char* reply_json, char** out_json,
                                                       lianban_error* out_error);

/**
 * The agency has it and answers later, by callback or as a "reply".
 * @param[in] engine (handle)
 * @param[in] token (text, never NULL) Of the task.
 * @param[out] out_json (out, never NULL) As of lianban_case_open. Caller's.
 * @param[out] out_error (out, nullable)
 * @return As lianban_task_complete. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_task_acknowledge(lianban_engine engine, const char* token,
                                                          char** out_json,
                                                          lianban_error* out_error);

/**
 * This attempt failed.
 * @param[in] engine (handle)
 * @param[in] token (text, never NULL) Of the task.
 * @param[in] failure_json (json, nullable) {code: "agency/timeout", again: true}: `again` where
 *     another attempt is worth it, as the directory's retry rules say. NULL: "agency/failed", true.
 * @param[out] out_json (out, never NULL) {again_at}: null where it is given up. Caller's.
 * @param[out] out_error (out, nullable)
 * @return As lianban_task_complete. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_task_fail(lianban_engine engine, const char* token,
                                                   const char* failure_json, char** out_json,
                                                   lianban_error* out_error);

/**
 * Holds a task for longer.
 * @param[in] engine (handle)
 * @param[in] token (text, never NULL) Of the task.
 * @param[in] lease_ms From now on, milliseconds, at most a day.
 * @param[out] out_json (out, never NULL) {lent_until}. Caller's.
 * @param[out] out_error (out, nullable)
 * @return As lianban_task_complete. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_task_extend(lianban_engine engine, const char* token,
                                                     int64_t lease_ms, char** out_json,
                                                     lianban_error* out_error);

/* ---- agencies: what they send by themselves ------------------------------------------------- */

/**
 * Hands over what an agency sent by itself. It is verified over its raw bytes, kept on disk with
 * its nonce, and taken by its case; the answer comes when that is durable.
 * @param[in] engine (handle)
 * @param[in] request_json (json, never NULL) {agency, office, method, target, headers: [[name,
 *     value], ..]}; the agency from the address it came to, never from the body.
 * @param[in] body (bytes, nullable) The raw body as received; NULL only where `body_size` is 0.
 * @param[in] body_size Bytes.
 * @param[out] out_json (out, never NULL) {result, http_status: 200}: taken, repeated, late, misfit,
 *     waiting or orphan. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_CALLBACK (not believed), LIANBAN_CONFIGURATION (the named secret is not there),
 *     LIANBAN_BUSY; the error object has the HTTP status. LIANBAN_ARGUMENT. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_callback_deliver(lianban_engine engine,
                                                          const char* request_json,
                                                          const uint8_t* body, size_t body_size,
                                                          char** out_json,
                                                          lianban_error* out_error);

/* ---- what waits for people or the host ------------------------------------------------------ */

/**
 * Lists what waits for a person of the lead agency, an operator, or the host, over all cases.
 * @param[in] engine (handle)
 * @param[in] kind (text, never NULL)
 *     "incidents": [{case, number, definition, id, code, subject, text, at}], settled by the verbs
 *     retry, answer, give_up;
 *     "callbacks": kept and not taken, [{id, agency, request, received_at, attempts, orphan}];
 *     "letters": messages that could not be delivered, [{case, seq, to, what, attempts, since}];
 *     "errands": what definitions hand to the host, [{case, seq, name, data}].
 * @param[in] query_json (json, nullable) {limit}; of incidents {lead, limit, cursor} as well.
 * @param[out] out_json (out, never NULL) {items: [..], next}: `next` a cursor, null after the last
 *     page and of all but incidents. Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_ARGUMENT, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_pending_list(lianban_engine engine, const char* kind,
                                                      const char* query_json, char** out_json,
                                                      lianban_error* out_error);

/**
 * Settles one of them: a callback is tried again, a letter sent again, an errand is taken over for
 * good and not listed any more.
 * @param[in] engine (handle)
 * @param[in] kind (text, never NULL) "callbacks", "letters" or "errands".
 * @param[in] item_json (json, never NULL) {id} of a callback, {case, seq} of the others; other
 *     members of a listed item may stay in it.
 * @param[out] out_json (out, never NULL) {result}: of a callback as lianban_callback_deliver has
 * it, else "done". Caller's.
 * @param[out] out_error (out, nullable)
 * @return LIANBAN_NOT_FOUND, LIANBAN_ARGUMENT, LIANBAN_STORE. Any thread.
 */
LIANBAN_API int32_t LIANBAN_CALL lianban_pending_settle(lianban_engine engine, const char* kind,
                                                        const char* item_json, char** out_json,
                                                        lianban_error* out_error);

#ifdef __cplusplus
}
#endif

#endif
