package org.lianban;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: its end, its encoding, its library. */
class ProcessTest {
  /** Ends with an open engine, a thread in each kind of wait and listeners that are called. */
  static final class EndsOpen {
    public static void main(String[] arguments) {
      Engine engine = Engine.open(Stall.options().database(Path.of(arguments[0]))
          .log((level, line) -> {}).wake(System::gc));
      engine.definitionPublish(Stall.DEFINITION);
      Duration wait = Duration.ofMinutes(5);
      List<Runnable> waits = List.of(() -> engine.pump(wait),
          () -> engine.taskFetch(null, wait), () -> engine.eventNext(1, 1, wait));
      for (Runnable each : waits) {
        Thread thread = new Thread(each);
        thread.setDaemon(true);
        thread.start();
      }
      Stall.open(engine, "r1", "a");
      switch (arguments[1]) {
        case "return" -> { }
        case "exit" -> System.exit(0);
        default -> Runtime.getRuntime().halt(0);
      }
    }
  }

  /** Prints code points, which no encoding can spoil. */
  static final class Encoded {
    public static void main(String[] arguments) {
      try (Engine engine = Stall.engine()) {
        String id = Stall.open(engine, "请求-1", "王芳𠮷").get("case").asText();
        engine.caseShow(id).at("/form/name").asText().codePoints()
            .forEach(point -> System.out.print(Integer.toHexString(point) + " "));
        try {
          Stall.grant(engine, id, "请求-2");
        } catch (RefusedException no) {
          System.out.print(no.reasons().at("/0/text/zh").asText().isEmpty() ? "" : "why");
        }
      }
    }
  }

  /** Says why the library cannot be used. */
  static final class Seeks {
    public static void main(String[] arguments) {
      for (int attempt = 0; attempt < 2; attempt++) {
        try {
          Lianban.version();
        } catch (UnsatisfiedLinkError error) {
          System.out.println(error.getMessage());
        }
      }
    }
  }

  @Test
  void aProcessMayEndWithAnOpenEngine(@TempDir Path folder) throws Exception {
    for (String way : List.of("return", "exit", "halt")) {
      Path file = folder.resolve(way + ".db");
      Outside.Ended ended =
          Outside.run(EndsOpen.class, Map.of(), List.of(), file.toString(), way);
      assertEquals(new Outside.Ended(0, ""), ended);
      try (Engine engine = Engine.open(Stall.options().database(file))) {
        assertEquals(1, engine.caseFind(null).get("cases").size());
      }
    }
  }

  @Test
  void noDefaultEncodingHasASay() throws Exception {
    Map<String, String> posix = Map.of("LC_ALL", "C", "LANG", "C");
    for (List<String> options : List.of(List.<String>of(), List.of("-Dfile.encoding=US-ASCII",
        "-Djna.encoding=ISO-8859-1"), List.of("-Dfile.encoding=GBK", "-Djna.encoding=GBK"))) {
      Outside.Ended ended = Outside.run(Encoded.class, posix, options);
      assertEquals("738b 82b3 20bb7 why", ended.output().trim());
    }
  }

  @Test
  void aLibraryThatCannotBeUsedIsNamed() throws Exception {
    String absent = Outside.run(Seeks.class, Map.of(),
        List.of("-Dlianban.library=/absent/liblianban_c.so.0")).output();
    assertEquals(2, absent.split("The Lianban library was not found", -1).length - 1, absent);
    assertTrue(absent.contains("/absent/liblianban_c.so.0"), absent);
    String foreign =
        Outside.run(Seeks.class, Map.of(), List.of("-Dlianban.library=libc.so.6")).output();
    assertTrue(foreign.contains("is no Lianban library"), foreign);
  }
}
