package org.lianban;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/** What needs no engine. Any thread. */
public final class Lianban {
  private Lianban() {}

  /** Version of the library that was found, "0.1.0". */
  public static String version() {
    C.load();
    return C.lianban_version();
  }

  /** How the library was built. */
  public static JsonNode buildInfo() {
    C.load();
    return Text.parse(C.lianban_build_info());
  }

  /** Every code that a call can give: [{code, name, retryable, text}]. */
  public static JsonNode codes() {
    C.load();
    return Text.parse(C.lianban_code_list());
  }

  /** What a stable code of the checker, prover or planner means; of null the list of all. */
  public static JsonNode codeExplain(String code) {
    byte[] text = Text.in(code);
    return Calls.json((out, error) -> C.lianban_code_explain(text, out, error));
  }

  /**
   * What can be said about a definition without any case.
   *
   * @param kind check, fix, expand, prove, plan, diagram, document, compare, rehearse
   * @param options may be null
   */
  public static JsonNode definitionReport(Object definition, String kind, Object options) {
    byte[] text = Text.json(definition);
    byte[] name = Text.in(kind);
    byte[] given = Text.json(options);
    return Calls.json((out, error) -> C.lianban_definition_report(text, name, given, out, error));
  }

  /** Tells every story of a scenario file. @param options may be null */
  public static JsonNode scenarioRun(Path file, Object options) {
    byte[] path = Text.in(file.toString());
    byte[] given = Text.json(options);
    return Calls.json((out, error) -> C.lianban_scenario_run(path, given, out, error));
  }
}
