package org.lianban;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Java's values as C takes them, and back. */
final class Text {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Text() {}

  /**
   * UTF-8 ended by NUL; null stays null. String.getBytes would put "?" for half a character, and C
   * would stop at a NUL: both would silently be another text.
   */
  static byte[] in(String text) {
    if (text == null) {
      return null;
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a text with the character U+0000");
    }
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return Arrays.copyOf(bytes.array(), bytes.limit() + 1);
    } catch (CharacterCodingException halfCharacter) {
      throw new IllegalArgumentException("a text with half a surrogate pair", halfCharacter);
    }
  }

  /** JSON text of a string that is JSON already, a JsonNode, a map, a record or a bean. */
  static byte[] json(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return in(text);
    }
    try {
      return in(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException unfit) {
      throw new IllegalArgumentException("no JSON can be made of a " + value.getClass(), unfit);
    }
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("the library gave ill-formed JSON", broken);
    }
  }

  /** Takes over a text that the library handed out. */
  static String take(long address) {
    Pointer text = new Pointer(address);
    try {
      return text.getString(0, "UTF-8");
    } finally {
      C.lianban_free(text);
    }
  }

  /** Milliseconds for C; what is longer than 24 days is 24 days. */
  static int milliseconds(Duration wait) {
    return wait.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0
        ? Integer.MAX_VALUE
        : (int) Math.max(wait.toMillis(), -1);
  }
}
