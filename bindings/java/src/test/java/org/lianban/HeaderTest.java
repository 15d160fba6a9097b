package org.lianban;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HeaderTest {
  @Test
  void everyFunctionOfTheHeaderIsBoundWithAsManyParameters() throws Exception {
    String header =
        Files.readString(Stall.SOURCE.resolve("bindings/c/include/lianban/lianban.h"));
    Map<String, Long> declared = new TreeMap<>();
    Matcher found = Pattern.compile("LIANBAN_CALL (lianban_\\w+)\\(([^)]*)\\);").matcher(header);
    while (found.find()) {
      long commas = found.group(2).chars().filter(letter -> letter == ',').count();
      declared.put(found.group(1), found.group(2).equals("void") ? 0 : commas + 1);
    }
    Map<String, Long> bound = Arrays.stream(C.class.getDeclaredMethods())
        .filter(method -> Modifier.isNative(method.getModifiers()))
        .collect(Collectors.toMap(Method::getName, method -> (long) method.getParameterCount(),
            (one, other) -> one, TreeMap::new));
    assertTrue(declared.size() > 40, declared::toString);
    assertEquals(declared, bound);
  }

  @Test
  void everyCodeOfTheLibraryHasItsName() {
    for (JsonNode code : Lianban.codes()) {
      assertEquals(code.get("name").asText().toUpperCase(java.util.Locale.ROOT).replace('-', '_')
          .replace("LIANBAN_", ""), Code.of(code.get("code").asInt()).name());
    }
    assertEquals(Code.values().length - 1, Lianban.codes().size());
  }
}
