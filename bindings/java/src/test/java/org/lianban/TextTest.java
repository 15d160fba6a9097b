package org.lianban;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Needs no library. */
class TextTest {
  @Test
  void textsEndWithNulAndNullStaysNull() {
    assertArrayEquals(new byte[] {(byte) 0xe4, (byte) 0xbb, (byte) 0xb6, 0}, Text.in("件"));
    assertArrayEquals(new byte[] {0}, Text.in(""));
    assertNull(Text.in(null));
    assertNull(Text.json(null));
    assertArrayEquals(Text.in("{\"a\":1}"), Text.json(Map.of("a", 1)));
  }

  @Test
  void whatIsNoJsonIsNamed() {
    assertThrows(IllegalArgumentException.class, () -> Text.json(new Object()));
  }

  @Test
  void longWaitsAreCutAndNegativeOnesStayWrong() {
    assertEquals(Integer.MAX_VALUE, Text.milliseconds(Duration.ofDays(365)));
    assertEquals(1500, Text.milliseconds(Duration.ofMillis(1500)));
    assertEquals(-1, Text.milliseconds(Duration.ofHours(-1)));
  }
}
