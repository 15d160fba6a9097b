package org.lianban;

import com.sun.jna.Callback;
import com.sun.jna.Function;
import com.sun.jna.IntegerType;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import java.util.List;
import java.util.Map;

/**
 * lianban.h for JNA's direct mapping, in the order of the header.
 *
 * <p>Texts go in as the bytes that {@link Text#in} makes, so that no default encoding of this
 * machine, of the JVM or of JNA has a say. A {@code long[1]} takes what comes out: an address or a
 * handle.
 */
final class C {
  /** LIANBAN_ABI_VERSION of the header that this class follows. */
  static final int ABI = 0;

  private static boolean loaded;

  private C() {}

  /** size_t. */
  public static final class Size extends IntegerType {
    private static final long serialVersionUID = 1L;

    public Size() {
      this(0);
    }

    public Size(long value) {
      super(Native.SIZE_T_SIZE, value, true);
    }
  }

  /** lianban_log_fn; texts as pointers, to be read as UTF-8 whatever JNA's default is. */
  public interface Log extends Callback {
    void line(Pointer level, Pointer line, Pointer user);
  }

  /** lianban_wake_fn. */
  public interface Wake extends Callback {
    void wake(Pointer user);
  }

  /** lianban_engine_options. */
  @Structure.FieldOrder({"struct_size", "config_json", "log", "wake", "user"})
  public static final class Options extends Structure {
    public Size struct_size;
    public Pointer config_json;
    public Log log;
    public Wake wake;
    public Pointer user;

    public Options() {
      struct_size = new Size(size());
    }
  }

  static native String lianban_version();

  static native int lianban_abi_version();

  static native String lianban_build_info();

  static native String lianban_code_list();

  static native int lianban_code_explain(byte[] code, long[] out, long[] error);

  static native void lianban_free(Pointer text);

  static native int lianban_error_code(long error);

  static native String lianban_error_name(long error);

  static native String lianban_error_message(long error, byte[] language);

  static native String lianban_error_json(long error);

  static native int lianban_error_free(long error);

  static native int lianban_engine_open(Options options, long[] out, long[] error);

  static native int lianban_engine_close(long engine, long[] error);

  static native int lianban_engine_interrupt(long engine, long[] error);

  static native int lianban_engine_pump(long engine, int timeoutMs, long[] out, long[] error);

  static native int lianban_engine_report(long engine, byte[] kind, long[] out, long[] error);

  static native int lianban_engine_set_clock(long engine, byte[] instant, long[] error);

  static native int lianban_event_next(
      long engine, long after, int limit, int timeoutMs, long[] out, long[] error);

  static native int lianban_definition_report(
      byte[] definition, byte[] kind, byte[] options, long[] out, long[] error);

  static native int lianban_definition_publish(
      long engine, byte[] definition, long[] out, long[] error);

  static native int lianban_scenario_run(byte[] file, byte[] options, long[] out, long[] error);

  static native int lianban_case_open(
      long engine, byte[] definition, byte[] command, long[] out, long[] error);

  static native int lianban_case_submit(
      long engine, byte[] caseId, byte[] command, long[] out, long[] error);

  static native int lianban_case_show(long engine, byte[] caseId, long[] out, long[] error);

  static native int lianban_case_actions(
      long engine, byte[] caseId, byte[] actor, long[] out, long[] error);

  static native int lianban_case_history(long engine, byte[] caseId, long[] out, long[] error);

  static native int lianban_case_find(long engine, byte[] query, long[] out, long[] error);

  static native int lianban_case_verify(long engine, byte[] caseId, long[] out, long[] error);

  static native int lianban_case_export(long engine, byte[] caseId, long[] out, long[] error);

  static native int lianban_case_calls(long engine, byte[] caseId, long[] out, long[] error);

  static native int lianban_clock_explain(
      long engine, byte[] caseId, byte[] clock, long[] out, long[] error);

  static native int lianban_calendar_explain(
      long engine, byte[] calendar, byte[] from, byte[] limit, long[] out, long[] error);

  static native int lianban_licence_show(long engine, byte[] number, long[] out, long[] error);

  static native int lianban_licence_list(long engine, byte[] query, long[] out, long[] error);

  static native int lianban_licence_register(long engine, byte[] licence, long[] out, long[] error);

  static native int lianban_task_fetch(
      long engine, byte[] query, int timeoutMs, long[] out, long[] error);

  static native int lianban_task_complete(
      long engine, byte[] token, byte[] reply, long[] out, long[] error);

  static native int lianban_task_acknowledge(long engine, byte[] token, long[] out, long[] error);

  static native int lianban_task_fail(
      long engine, byte[] token, byte[] failure, long[] out, long[] error);

  static native int lianban_task_extend(
      long engine, byte[] token, long leaseMs, long[] out, long[] error);

  static native int lianban_callback_deliver(
      long engine, byte[] request, byte[] body, Size bodySize, long[] out, long[] error);

  static native int lianban_pending_list(
      long engine, byte[] kind, byte[] query, long[] out, long[] error);

  static native int lianban_pending_settle(
      long engine, byte[] kind, byte[] item, long[] out, long[] error);

  /**
   * Finds the library and binds the functions, once: the property {@code lianban.library}, the
   * environment variable LIANBAN_LIBRARY, else what the system's loader finds.
   *
   * @throws UnsatisfiedLinkError telling what was tried and what was found there
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    NativeLibrary library = find();
    int abi = abi(library);
    if (abi != ABI) {
      throw new UnsatisfiedLinkError(
          library.getFile() + " has binary interface " + abi + ", this package needs " + ABI);
    }
    Native.register(C.class, library);
    loaded = true;
  }

  private static int abi(NativeLibrary library) {
    try {
      Function abi = library.getFunction("lianban_abi_version");
      return abi.invokeInt(new Object[0]);
    } catch (UnsatisfiedLinkError missing) {
      throw new UnsatisfiedLinkError(library.getFile() + " is no Lianban library");
    }
  }

  private static NativeLibrary find() {
    String named = System.getProperty("lianban.library", System.getenv("LIANBAN_LIBRARY"));
    List<String> names =
        named != null && !named.isEmpty() ? List.of(named) : List.of("lianban_c", "liblianban_c.so.0");
    StringBuilder tried = new StringBuilder();
    for (String name : names) {
      try {
        return NativeLibrary.getInstance(name, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
      } catch (UnsatisfiedLinkError error) {
        // The loader's own words are in the second line; the last one is about class path resources.
        String[] lines = error.getMessage().split("\n");
        tried.append("\n  ").append(name).append(": ").append(lines[Math.min(1, lines.length - 1)]);
      }
    }
    throw new UnsatisfiedLinkError(
        "The Lianban library was not found. Install liblianban0, or set LIANBAN_LIBRARY or the"
            + " property lianban.library to the file liblianban_c.so.0. Tried:"
            + tried);
  }
}
