package org.lianban;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  /** A waiting call on a thread of its own; done when the wait has ended. */
  private static CompletableFuture<Code> waiting(Engine engine, Runnable call) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Code> ended = new CompletableFuture<>();
    Thread thread = new Thread(() -> {
      begun.countDown();
      try {
        call.run();
        ended.complete(Code.DONE);
      } catch (LianbanException failure) {
        ended.complete(failure.code());
      } catch (Throwable other) {
        ended.completeExceptionally(other);
      }
    });
    thread.setDaemon(true);
    thread.start();
    begun.await();
    return ended;
  }

  /** Until it ends: a wait that had not begun yet is not touched by one interruption. */
  private static Code interruptUntilItEnds(Engine engine, CompletableFuture<Code> wait)
      throws Exception {
    while (true) {
      engine.interrupt();
      try {
        return wait.get(5, TimeUnit.MILLISECONDS);
      } catch (java.util.concurrent.TimeoutException notYet) {
        continue;
      }
    }
  }

  @Test
  void aCaseGoesToItsLicence() {
    try (Engine engine = Stall.engine()) {
      JsonNode filed = Stall.open(engine, "r1", "王芳");
      String id = filed.get("case").asText();
      Stall.supply(engine, id, "r2");
      assertEquals("granted", Stall.grant(engine, id, "r3").get("outcome").asText());
      JsonNode licence = engine.licenceList(null).at("/licences/0");
      assertEquals("王芳",
          engine.licenceShow(licence.get("number").asText()).at("/content/name").asText());
      assertTrue(engine.caseVerify(id).get("sound").asBoolean());
    }
  }

  @Test
  void aRefusalIsAnExceptionOfItsOwnWithItsReasons() {
    try (Engine engine = Stall.engine()) {
      String id = Stall.open(engine, "r1", "a").get("case").asText();
      RefusedException no =
          assertThrows(RefusedException.class, () -> Stall.grant(engine, id, "r2"));
      assertEquals(Code.REFUSED, no.code());
      assertEquals("photo", no.reasons().at("/0/id").asText());
      assertFalse(no.message(Locale.CHINESE).isEmpty());
      assertFalse(no.message(Locale.ENGLISH).equals(no.message(Locale.CHINESE)));
    }
  }

  @Test
  void theSameRequestIdGivesTheSameAnswer() {
    try (Engine engine = Stall.engine()) {
      JsonNode first = Stall.open(engine, "r1", "a");
      JsonNode again = Stall.open(engine, "r1", "a");
      assertEquals(first.get("case"), again.get("case"));
      assertTrue(again.get("repeated").asBoolean());
      LianbanException other =
          assertThrows(LianbanException.class, () -> Stall.open(engine, "r1", "b"));
      assertEquals(Code.CONFLICT, other.code());
    }
  }

  @Test
  void failuresSayWhatAndWhere() {
    try (Engine engine = Stall.engine()) {
      assertEquals(Code.NOT_FOUND,
          assertThrows(LianbanException.class, () -> engine.caseShow("none")).code());
      LianbanException unknown = assertThrows(LianbanException.class,
          () -> engine.caseFind(Map.of("limmit", 3)));
      assertEquals(Code.ARGUMENT, unknown.code());
      assertTrue(unknown.json().at("/hint/en").asText().contains("limit"), unknown.json()::toString);
      LianbanException broken =
          assertThrows(LianbanException.class, () -> engine.definitionPublish("{\"a\": }"));
      assertEquals(1, broken.json().get("line").asInt(), broken.json()::toString);
    }
  }

  @Test
  void jsonMayBeATextATreeAMapOrARecord() {
    record Query(int limit) {}
    try (Engine engine = Stall.engine()) {
      JsonNode expected = engine.caseFind(null);
      assertEquals(expected, engine.caseFind("{\"limit\": 50}"));
      assertEquals(expected, engine.caseFind(Map.of("limit", 50)));
      assertEquals(expected, engine.caseFind(new Query(50)));
      assertEquals(expected, engine.caseFind(Text.parse("{\"limit\": 50}")));
    }
  }

  @Test
  void noTextIsSilentlyAnother() {
    try (Engine engine = Stall.engine()) {
      String rare = "𠮷野家 é \" \\ \u0001 😀";
      String id = Stall.open(engine, rare, rare).get("case").asText();
      assertEquals(rare, engine.caseShow(id).at("/form/name").asText(),
          () -> engine.caseShow(id).toString());
      assertThrows(IllegalArgumentException.class, () -> engine.caseShow("half \ud842"));
      assertThrows(IllegalArgumentException.class, () -> engine.caseShow(id + "\0more"));
      assertThrows(IllegalArgumentException.class, () -> Stall.open(engine, "r", "half \udfb7"));
    }
  }

  @Test
  void eventsComeInOrderAndGoOnFromACursor() {
    try (Engine engine = Stall.engine()) {
      for (int number = 0; number < 250; number++) {
        Stall.open(engine, "r" + number, "n" + number);
      }
      Events events = engine.events(0, Duration.ZERO);
      List<String> requests = new ArrayList<>();
      for (int number = 0; number < 120; number++) {
        requests.add(events.next().get("request_id").asText());
      }
      engine.events(events.cursor(), Duration.ZERO)
          .forEachRemaining(event -> requests.add(event.get("request_id").asText()));
      assertEquals(250, requests.size());
      assertEquals("r249", requests.get(249));
    }
  }

  @Test
  void anEventEndsAWait() throws Exception {
    try (Engine engine = Stall.engine()) {
      CompletableFuture<JsonNode> seen = new CompletableFuture<>();
      CompletableFuture<Code> ended =
          waiting(engine, () -> seen.complete(engine.events(0, LONG).next()));
      Stall.open(engine, "r1", "a");
      assertEquals("r1", seen.get(100, TimeUnit.SECONDS).get("request_id").asText());
      assertEquals(Code.DONE, ended.get(100, TimeUnit.SECONDS));
    }
  }

  @Test
  void interruptEndsEachKindOfWait() throws Exception {
    try (Engine engine = Stall.engine()) {
      assertEquals(Code.INTERRUPTED,
          interruptUntilItEnds(engine, waiting(engine, () -> engine.pump(LONG))));
      assertEquals(Code.INTERRUPTED,
          interruptUntilItEnds(engine, waiting(engine, () -> engine.taskFetch(null, LONG))));
      assertEquals(Code.INTERRUPTED,
          interruptUntilItEnds(engine, waiting(engine, () -> engine.eventNext(0, 1, LONG))));
      assertEquals(Code.DONE, interruptUntilItEnds(engine,
          waiting(engine, () -> assertFalse(engine.events(0, LONG).hasNext()))));
    }
  }

  @Test
  void closeEndsWaitsAndMayComeTwice() throws Exception {
    Engine engine = Stall.engine();
    CompletableFuture<Code> wait = waiting(engine, () -> engine.pump(LONG));
    engine.close();
    Code code = wait.get(100, TimeUnit.SECONDS);
    assertTrue(code == Code.INTERRUPTED || code == Code.HANDLE, code::toString);
    engine.close();
    assertEquals(Code.HANDLE,
        assertThrows(LianbanException.class, () -> engine.caseFind(null)).code());
  }

  @Test
  void aDatabaseHasOneEngineAndOutlivesIt(@TempDir Path folder) {
    Path file = folder.resolve("件.db");
    String id;
    try (Engine engine = Engine.open(Stall.options().database(file))) {
      engine.definitionPublish(Stall.DEFINITION);
      id = Stall.open(engine, "r1", "a").get("case").asText();
      LianbanException locked = assertThrows(LianbanException.class,
          () -> Engine.open(Stall.options().database(file)));
      assertEquals("store/locked", locked.name());
    }
    try (Engine engine = Engine.open(Stall.options().database(file))) {
      Stall.supply(engine, id, "r2");
      assertEquals("granted", Stall.grant(engine, id, "r3").get("outcome").asText());
    }
  }

  @Test
  void aListenerMayThrowAndCloseTheEngine() throws Exception {
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    Engine[] engine = new Engine[1];
    engine[0] = Engine.open(Stall.options().wake(() -> {
      engine[0].close();
      throw new IllegalStateException("a listener's own fault");
    }));
    engine[0].definitionPublish(Stall.DEFINITION);
    Thread caller = new Thread(() -> {
      try {
        Stall.open(engine[0], "r1", "a");
      } catch (LianbanException closed) {
        told.completeExceptionally(closed);
      }
    });
    caller.setUncaughtExceptionHandler((thread, thrown) -> told.complete(thrown));
    caller.start();
    assertEquals("a listener's own fault", told.get(100, TimeUnit.SECONDS).getMessage());
    caller.join();
    assertThrows(LianbanException.class, () -> engine[0].caseFind(null));
  }

  @Test
  void aCallbackIsHandedOverWithItsBytes() {
    try (Engine engine = Stall.engine()) {
      Map<String, Object> request = Map.of("agency", "police", "method", "POST", "target", "/",
          "headers", List.of(List.of("X-Nonce", "1")));
      LianbanException unknown = assertThrows(LianbanException.class,
          () -> engine.callbackDeliver(request, "{}".getBytes(StandardCharsets.UTF_8)));
      assertTrue(unknown.json().has("http_status"), unknown.json()::toString);
      assertThrows(LianbanException.class, () -> engine.callbackDeliver(request, null));
    }
  }

  @Test
  void whatNeedsNoEngineIsThere() {
    assertEquals(0, Lianban.buildInfo().get("abi").asInt());
    assertEquals(Lianban.version(), Lianban.buildInfo().get("version").asText());
    assertTrue(Lianban.definitionReport(Stall.DEFINITION, "check", null).get("ok").asBoolean());
    assertEquals("LB-E1203", Lianban.codeExplain("lb-e1203").get("code").asText());
    assertTrue(Lianban.codeExplain(null).size() > 50);
    assertEquals(1, Lianban.scenarioRun(Path.of("none.json"), null).get("failed").asInt());
  }
}
