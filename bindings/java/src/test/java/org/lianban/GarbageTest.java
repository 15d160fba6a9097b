package org.lianban;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the collector must not take, and what it must. */
class GarbageTest {
  private static Engine counting(AtomicInteger wakes) {
    // The listener is referred to by nothing of ours.
    Engine engine = Engine.open(Stall.options().wake(wakes::incrementAndGet));
    engine.definitionPublish(Stall.DEFINITION);
    return engine;
  }

  @Test
  void listenersSurviveCollections() {
    AtomicInteger wakes = new AtomicInteger();
    try (Engine engine = counting(wakes)) {
      for (int round = 0; round < 10; round++) {
        System.gc();
        int before = wakes.get();
        Stall.open(engine, "r" + round, "a");
        assertTrue(wakes.get() > before, "nobody was told in round " + round);
      }
    }
  }

  @Test
  void callsWhileTheCollectorRuns() throws Exception {
    AtomicInteger wakes = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicInteger seen = new AtomicInteger();
    try (Engine engine = counting(wakes)) {
      Thread[] callers = new Thread[3];
      for (int number = 0; number < callers.length; number++) {
        int caller = number;
        callers[number] = new Thread(() -> {
          for (int round = 0; round < 100; round++) {
            String request = caller + "-" + round;
            String id = Stall.open(engine, request, "名" + request).get("case").asText();
            try {
              Stall.grant(engine, id, request + "g");
            } catch (RefusedException expected) {
              assertEquals("photo", expected.reasons().at("/0/id").asText());
            }
          }
        });
      }
      Thread reader = new Thread(() -> {
        Events events = engine.events(0, Duration.ofSeconds(100));
        while (seen.get() < 300) {
          events.next();
          seen.incrementAndGet();
        }
      });
      for (Thread thread : callers) {
        thread.setUncaughtExceptionHandler((one, thrown) -> failure.set(thrown));
        thread.start();
      }
      reader.setUncaughtExceptionHandler((one, thrown) -> failure.set(thrown));
      reader.start();
      while (reader.isAlive()) {
        System.gc();
        reader.join(1);
      }
      for (Thread thread : callers) {
        thread.join();
      }
    }
    assertNull(failure.get());
    assertEquals(300, seen.get());
    assertTrue(wakes.get() > 0);
  }

  /** In a method of its own, so that no slot of a frame keeps the engine. */
  private static void forget(Path file) {
    Engine engine = Engine.open(Stall.options().database(file).log((level, line) -> {}));
    engine.report("clock");
  }

  @Test
  @Timeout(100)
  void anEngineThatNobodyHasIsClosed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("forgotten.db");
    for (int round = 0; round < 5; round++) {
      forget(file);
      boolean free = false;
      while (!free) {
        System.gc();
        try (Engine engine = Engine.open(Stall.options().database(file))) {
          free = true;
        } catch (LianbanException locked) {
          assertEquals("store/locked", locked.name());
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  void anEngineIsNotClosedUnderItsLastCall() throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread caller = new Thread(() -> Stall.engine().pump(Duration.ofMillis(300)));
    caller.setUncaughtExceptionHandler((one, thrown) -> failure.set(thrown));
    caller.start();
    while (caller.isAlive()) {
      System.gc();
      caller.join(5);
    }
    assertNull(failure.get());
  }
}
