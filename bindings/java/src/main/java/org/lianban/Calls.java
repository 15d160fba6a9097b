package org.lianban;

import com.fasterxml.jackson.databind.JsonNode;

/** The shape that calls share: a code comes back, a text or an error object comes out. */
final class Calls {
  /** One call; both arrays have one place. */
  @FunctionalInterface
  interface Call {
    int run(long[] out, long[] error);
  }

  private Calls() {}

  static JsonNode json(Call call) {
    return Text.parse(Text.take(number(call)));
  }

  /** What came out: an address or a handle. */
  static long number(Call call) {
    C.load();
    long[] out = new long[1];
    long[] error = new long[1];
    int code = call.run(out, error);
    if (code != 0) {
      throw LianbanException.take(code, error[0]);
    }
    return out[0];
  }
}
