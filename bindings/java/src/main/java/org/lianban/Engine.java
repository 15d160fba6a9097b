package org.lianban;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.jna.Memory;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;

/**
 * An open engine: cases, events, agencies' requests, licences. Methods have the names of lianban.h
 * ({@code lianban_case_open} is {@link #caseOpen}), where every member of what goes in and comes
 * out is described.
 *
 * <p>Where an {@code Object} is taken, it is JSON in any form: a string with JSON text, a JsonNode,
 * a map, a record or a bean that Jackson can write. Whatever fails throws a {@link
 * LianbanException}.
 *
 * <p>Any thread may call anything. Calls that wait are in native code: {@link Thread#interrupt}
 * does not reach them, {@link #interrupt} and {@link #close} do; and a virtual thread that waits
 * there holds its carrier, so wait on platform threads.
 */
public final class Engine implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final long handle;
  private final Cleaner.Cleanable cleanable;

  /**
   * Closes once, on demand or when the engine is unreachable; so it must not know the engine. The
   * cleaner keeps it until then, and with it the callbacks: JNA would let them be collected.
   */
  private static final class Closer implements Runnable {
    private final C.Log log;
    private final C.Wake wake;
    private final long handle;

    Closer(C.Options options, long handle) {
      this.log = options.log;
      this.wake = options.wake;
      this.handle = handle;
    }

    @Override
    public void run() {
      C.lianban_engine_close(handle, null);
      Reference.reachabilityFence(log);
      Reference.reachabilityFence(wake);
    }
  }

  /** A call of this engine: its handle first. */
  @FunctionalInterface
  private interface EngineCall {
    int run(long engine, long[] out, long[] error);
  }

  private Engine(long handle, Closer closer) {
    this.handle = handle;
    cleanable = CLEANER.register(this, closer);
  }

  /**
   * Opens an engine. It owns its database file.
   *
   * @throws LianbanException {@link Code#STORE}, {@link Code#CONFIGURATION}, {@link Code#ARGUMENT}
   */
  public static Engine open(EngineOptions options) {
    C.load();
    byte[] config = Text.json(options.config);
    C.Options given = new C.Options();
    Memory text = new Memory(config.length);
    text.write(0, config, 0, config.length);
    given.config_json = text;
    given.log = options.log == null ? null : (level, line, user) ->
        guarded(() -> options.log.line(level.getString(0, "UTF-8"), line.getString(0, "UTF-8")));
    given.wake = options.wake == null ? null : user -> guarded(options.wake);
    long handle = Calls.number((out, error) -> C.lianban_engine_open(given, out, error));
    return new Engine(handle, new Closer(given, handle));
  }

  /** What a listener throws is its thread's affair, never the library's. */
  private static void guarded(Runnable listener) {
    try {
      listener.run();
    } catch (Throwable thrown) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }
  }

  /** Ends all waits, lets other calls finish, closes. Again: nothing. */
  @Override
  public void close() {
    cleanable.clean();
  }

  /** Ends the waits that are going on: they throw {@link Code#INTERRUPTED}. */
  public void interrupt() {
    plain((engine, out, error) -> C.lianban_engine_interrupt(engine, error));
  }

  /** Fires limits that are due, calls agencies, takes answers; waits where nothing is due. */
  public JsonNode pump(Duration wait) {
    int milliseconds = Text.milliseconds(wait);
    return json((engine, out, error) -> C.lianban_engine_pump(engine, milliseconds, out, error));
  }

  /** @param kind stats, agencies, clock, definitions, database */
  public JsonNode report(String kind) {
    return text(kind, C::lianban_engine_report);
  }

  /** Moves the clock of an engine that was opened with "virtual_clock". */
  public void setClock(String instant) {
    byte[] text = Text.in(instant);
    plain((engine, out, error) -> C.lianban_engine_set_clock(engine, text, error));
  }

  /** The next things that happened, over all cases; {@link #events} is the same, one by one. */
  public JsonNode eventNext(long after, int limit, Duration wait) {
    int milliseconds = Text.milliseconds(wait);
    return json((engine, out, error) ->
        C.lianban_event_next(engine, after, limit, milliseconds, out, error));
  }

  /** What happened after a cursor, waiting so long for each next one. 0: from the very first. */
  public Events events(long after, Duration wait) {
    return new Events(this, after, wait);
  }

  /** Makes a definition available: {id, version, hash}. */
  public JsonNode definitionPublish(Object definition) {
    return text(Text.json(definition), C::lianban_definition_publish);
  }

  /** Opens a case. @param definition id or hash @param command {request_id, data, actor} */
  public JsonNode caseOpen(String definition, Object command) {
    return texts(Text.in(definition), Text.json(command), C::lianban_case_open);
  }

  /** Anything else that may be asked of a case. @param command {request_id, verb, subject, ...} */
  public JsonNode caseSubmit(String caseId, Object command) {
    return texts(Text.in(caseId), Text.json(command), C::lianban_case_submit);
  }

  /** The case as people read it, personal values included. */
  public JsonNode caseShow(String caseId) {
    return text(caseId, C::lianban_case_show);
  }

  /** What one person may do now, with reasons. @param actor null: the host itself */
  public JsonNode caseActions(String caseId, Object actor) {
    return texts(Text.in(caseId), Text.json(actor), C::lianban_case_actions);
  }

  /** What happened, oldest first. */
  public JsonNode caseHistory(String caseId) {
    return text(caseId, C::lianban_case_history);
  }

  /** Lists cases. @param query may be null */
  public JsonNode caseFind(Object query) {
    return text(Text.json(query), C::lianban_case_find);
  }

  /** Checks one case against its history. */
  public JsonNode caseVerify(String caseId) {
    return text(caseId, C::lianban_case_verify);
  }

  /** The case for an auditor. */
  public JsonNode caseExport(String caseId) {
    return text(caseId, C::lianban_case_export);
  }

  /** Requests of one case that wait for an answer. */
  public JsonNode caseCalls(String caseId) {
    return text(caseId, C::lianban_case_calls);
  }

  /** Day by day why each limit of a case's clock ends when it does. */
  public JsonNode clockExplain(String caseId, String clock) {
    return texts(Text.in(caseId), Text.in(clock), C::lianban_clock_explain);
  }

  /** Day by day why a limit that begins on {@code from} ends when it does. */
  public JsonNode calendarExplain(String calendar, String from, String limit) {
    byte[] name = Text.in(calendar);
    byte[] start = Text.in(from);
    byte[] span = Text.in(limit);
    return json((engine, out, error) ->
        C.lianban_calendar_explain(engine, name, start, span, out, error));
  }

  /** One licence of the register. */
  public JsonNode licenceShow(String number) {
    return text(number, C::lianban_licence_show);
  }

  /** The register in order of entry. @param query may be null */
  public JsonNode licenceList(Object query) {
    return text(Text.json(query), C::lianban_licence_list);
  }

  /** Enters a licence that was issued elsewhere. */
  public JsonNode licenceRegister(Object licence) {
    return text(Text.json(licence), C::lianban_licence_register);
  }

  /** Lends requests to agencies that the host carries. @param query may be null */
  public JsonNode taskFetch(Object query, Duration wait) {
    byte[] text = Text.json(query);
    int milliseconds = Text.milliseconds(wait);
    return json((engine, out, error) ->
        C.lianban_task_fetch(engine, text, milliseconds, out, error));
  }

  /** The agency's final reply. */
  public JsonNode taskComplete(String token, Object reply) {
    return texts(Text.in(token), Text.json(reply), C::lianban_task_complete);
  }

  /** The agency has it and answers later. */
  public JsonNode taskAcknowledge(String token) {
    return text(token, C::lianban_task_acknowledge);
  }

  /** This attempt failed. @param failure {code, again}; may be null */
  public JsonNode taskFail(String token, Object failure) {
    return texts(Text.in(token), Text.json(failure), C::lianban_task_fail);
  }

  /** Holds a task for longer, from now on. */
  public JsonNode taskExtend(String token, Duration lease) {
    byte[] text = Text.in(token);
    return json((engine, out, error) ->
        C.lianban_task_extend(engine, text, lease.toMillis(), out, error));
  }

  /** Hands over what an agency sent by itself. @param body the raw bytes as received */
  public JsonNode callbackDeliver(Object request, byte[] body) {
    byte[] text = Text.json(request);
    C.Size size = new C.Size(body == null ? 0 : body.length);
    return json((engine, out, error) ->
        C.lianban_callback_deliver(engine, text, body, size, out, error));
  }

  /** What waits for people. @param kind incidents, callbacks, letters, errands */
  public JsonNode pendingList(String kind, Object query) {
    return texts(Text.in(kind), Text.json(query), C::lianban_pending_list);
  }

  /** Settles a callback, a letter or an errand. */
  public JsonNode pendingSettle(String kind, Object item) {
    return texts(Text.in(kind), Text.json(item), C::lianban_pending_settle);
  }

  @FunctionalInterface
  private interface TextCall {
    int run(long engine, byte[] text, long[] out, long[] error);
  }

  @FunctionalInterface
  private interface TextsCall {
    int run(long engine, byte[] first, byte[] second, long[] out, long[] error);
  }

  private JsonNode text(String text, TextCall call) {
    return text(Text.in(text), call);
  }

  private JsonNode text(byte[] text, TextCall call) {
    return json((engine, out, error) -> call.run(engine, text, out, error));
  }

  private JsonNode texts(byte[] first, byte[] second, TextsCall call) {
    return json((engine, out, error) -> call.run(engine, first, second, out, error));
  }

  private JsonNode json(EngineCall call) {
    return Text.parse(Text.take(plain(call)));
  }

  /** The fence keeps the cleaner from closing the engine under a call that is still going on. */
  private long plain(EngineCall call) {
    try {
      return Calls.number((out, error) -> call.run(handle, out, error));
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
