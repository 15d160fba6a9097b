package org.lianban;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The smallest approval, and engines for it. */
final class Stall {
  static final Path SOURCE = Path.of(System.getProperty("lianban.source", "../.."));
  static final Map<String, Object> WANG = Map.of("id", "wang", "roles", List.of("applicant"));
  static final Map<String, Object> CLERK = Map.of("id", "li", "roles", List.of("office.clerk"));

  /** The definition of example/FirstCase.java, so that it is told once. */
  static final String DEFINITION = definition();

  private Stall() {}

  private static String definition() {
    try {
      String program = Files.readString(SOURCE.resolve("bindings/java/example/FirstCase.java"));
      return program.split("\"\"\"")[1];
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static EngineOptions options() {
    return new EngineOptions().calendars(SOURCE.resolve("workflows/calendars"));
  }

  /** An engine in memory that has the definition. */
  static Engine engine() {
    Engine engine = Engine.open(options());
    engine.definitionPublish(DEFINITION);
    return engine;
  }

  static JsonNode open(Engine engine, String request, String name) {
    return engine.caseOpen("stall", Map.of("request_id", request, "actor", WANG, "data",
        Map.of("form", Map.of("name", name))));
  }

  static JsonNode supply(Engine engine, String caseId, String request) {
    return engine.caseSubmit(caseId, Map.of("request_id", request, "verb", "supply", "subject",
        "photo", "data", Map.of(), "actor", WANG));
  }

  static JsonNode grant(Engine engine, String caseId, String request) {
    return engine.caseSubmit(caseId, Map.of("request_id", request, "verb", "send", "subject",
        "grant", "actor", CLERK));
  }
}
