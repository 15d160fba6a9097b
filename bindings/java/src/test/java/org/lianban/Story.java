package org.lianban;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Tells tests/hosts/story.json through this package, as tests/hosts/README.md says. */
final class Story {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path folder;
  private final Map<String, JsonNode> saved = new HashMap<>();

  private Story(Path folder) {
    this.folder = folder;
  }

  /** What a runner prints. */
  static String tell(Path file, Path database) throws Exception {
    JsonNode story = MAPPER.readTree(file.toFile());
    Story teller = new Story(file.getParent());
    EngineOptions options = new EngineOptions();
    story.get("config").properties()
        .forEach(member -> options.set(member.getKey(), member.getValue()));
    options.database(database).calendars(teller.folder.resolve(story.get("calendars").asText()));
    StringBuilder printed = new StringBuilder();
    try (Engine engine = Engine.open(options)) {
      int number = 0;
      for (JsonNode step : story.get("steps")) {
        if (step.has("call")) {
          printed.append(++number).append(' ').append(teller.step(engine, step)).append('\n');
        }
      }
    }
    return printed.toString();
  }

  private String step(Engine engine, JsonNode step) throws Exception {
    String name = step.get("call").asText();
    String camel = camel(name.replaceFirst("^engine_", ""));
    Method method = Arrays.stream(name.matches("code_.*|definition_report|scenario_run")
            ? Lianban.class.getMethods() : Engine.class.getMethods())
        .filter(each -> each.getName().equals(camel)).findFirst().orElseThrow();
    try {
      JsonNode result = (JsonNode) method.invoke(engine, arguments(method, step.get("args")));
      step.path("save").properties().forEach(
          one -> saved.put(one.getKey(), result.at(one.getValue().asText())));
      return name + " 0 " + sorted(result);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof LianbanException failure) {
        return name + " " + failure.code().number() + " " + sorted(failure.json());
      }
      throw thrown;
    }
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_")) {
      camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return camel.toString();
  }

  private Object[] arguments(Method method, JsonNode given) throws IOException {
    Object[] arguments = new Object[method.getParameterCount()];
    for (int place = 0; place < arguments.length; place++) {
      arguments[place] = argument(method.getParameterTypes()[place], filled(given.get(place)));
    }
    return arguments;
  }

  private static Object argument(Class<?> type, JsonNode value) {
    if (value.isNull()) {
      return null;
    } else if (type == Duration.class) {
      return Duration.ofMillis(value.asLong());
    } else if (type == long.class) {
      return value.asLong();
    } else if (type == int.class) {
      return value.asInt();
    } else if (type == byte[].class) {
      return value.asText().getBytes(StandardCharsets.UTF_8);
    }
    return value.isTextual() ? value.asText() : value;
  }

  /** The argument with what was saved, and what stands in files, put in. */
  private JsonNode filled(JsonNode value) throws IOException {
    if (value.isObject() && value.size() == 1 && value.has("$")) {
      return saved.get(value.get("$").asText());
    } else if (value.isObject() && value.size() == 1 && value.has("$file")) {
      return new TextNode(Files.readString(folder.resolve(value.get("$file").asText())));
    } else if (value.isObject()) {
      ObjectNode object = MAPPER.createObjectNode();
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        object.set(member.getKey(), filled(member.getValue()));
      }
      return object;
    } else if (value.isArray()) {
      ArrayNode array = MAPPER.createArrayNode();
      for (JsonNode element : value) {
        array.add(filled(element));
      }
      return array;
    }
    return value;
  }

  /** Compact, members sorted by their bytes, which for text in the Basic Plane is Java's order. */
  private static String sorted(JsonNode value) throws IOException {
    Object plain = MAPPER.treeToValue(value, Object.class);
    return MAPPER.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).writeValueAsString(plain);
  }
}
