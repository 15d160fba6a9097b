package org.lianban;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Tells the story that all hosts tell, step by step: tests/hosts/story.json. */
final class Story {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path folder;
  private final Map<String, JsonNode> saved = new TreeMap<>();

  private Story(Path folder) {
    this.folder = folder;
  }

  /** What it prints, a line a step. */
  static String tell(Path file, Path database) throws Exception {
    JsonNode story = MAPPER.readTree(file.toFile());
    Story teller = new Story(file.toAbsolutePath().getParent());
    EngineOptions options = new EngineOptions();
    story.get("config").fields().forEachRemaining(one -> options.set(one.getKey(), one.getValue()));
    options.database(database).calendars(teller.path(story.get("calendars")));
    JsonNode definition = MAPPER.readTree(teller.path(story.get("definition")).toFile());
    teller.saved.put("definition", definition);
    StringBuilder out = new StringBuilder();
    try (Engine engine = Engine.open(options)) {
      int number = 0;
      for (JsonNode step : story.get("steps")) {
        out.append(++number).append(' ').append(teller.step(engine, step)).append('\n');
      }
    }
    return out.toString();
  }

  private Path path(JsonNode name) {
    return folder.resolve(name.asText()).normalize();
  }

  private String step(Engine engine, JsonNode step) throws Exception {
    String call = step.get("call").asText();
    JsonNode answer;
    int code = 0;
    try {
      answer = call(engine, call, (ArrayNode) filled(step.withArray("args")));
      step.path("save").fields().forEachRemaining(one -> saved.put(one.getKey(),
          answerAt(engine, one.getValue().asText())));
    } catch (LianbanException failure) {
      answer = failure.json();
      code = failure.code().number();
    }
    return call + " " + code + " " + answer;
  }

  private JsonNode answerAt(Engine engine, String pointer) {
    throw new IllegalStateException();
  }

  private JsonNode call(Engine engine, String name, ArrayNode arguments) throws Exception {
    throw new IllegalStateException();
  }

  private JsonNode filled(JsonNode value) throws IOException {
    throw new IllegalStateException();
  }
}
