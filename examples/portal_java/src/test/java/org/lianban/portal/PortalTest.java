package org.lianban.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PortalTest {
  private static final String MORNING = "2021-09-15T09:00:00+08:00";
  private static final String ZHANG = "zhang applicant";
  private static final String CLERK = "c1 transport.window_clerk";

  @TempDir Path folder;

  private static String application() throws IOException {
    return Files.readString(Running.SOURCE.resolve("examples/portal_java/application.json"));
  }

  private static String event(String name) {
    return "{\"subject\": \"" + name + "\"}";
  }

  /** Sends an event as soon as the case lets it pass: tried again after whatever happens. */
  private static Running.Answer sendWhenAllowed(Running portal, String id, String key,
      String actor, String event) throws Exception {
    Iterator<JsonNode> events = portal.events(0);
    while (true) {
      Running.Answer answer = portal.post("cases/" + id + "/commands", key, actor, event(event));
      if (answer.status() != 422) {
        assertEquals(200, answer.status(), answer::body);
        return answer;
      }
      events.next();
    }
  }

  @Test
  void aCaseGoesOnAfterThePortalWasKilled() throws Exception {
    Path database = folder.resolve("portal.db");
    Map<String, Running.Answer> first = new LinkedHashMap<>();
    String id;
    long seen = 0;
    try (Running portal =
        new Running(database, "--clock", MORNING, "--hold", "police_change_use")) {
      Running.Answer opened = portal.post("cases", "web-1", ZHANG, application());
      assertEquals(201, opened.status(), opened::body);
      id = opened.json().get("case").asText();
      first.put("web-1", opened);
      first.put("web-2", sendWhenAllowed(portal, id, "web-2", CLERK, "accept"));
      first.put("web-3", sendWhenAllowed(portal, id, "web-3", "r1 transport.reviewer", "pass"));
      assertEquals("[\"vehicle_change\"]", first.get("web-3").json().get("states").toString());
      Iterator<JsonNode> events = portal.events(0);
      for (JsonNode event = events.next(); !event.get("request_id").asText().equals("web-3");) {
        event = events.next();
        seen = event.get("cursor").asLong();
      }
      portal.kill();
    }
    // A day later: what was lent to the dead process is lent again, and the policy is in force.
    try (Running portal = new Running(database, "--clock", "2021-09-16T09:00:00+08:00")) {
      assertEquals(first.get("web-1").body(),
          portal.post("cases", "web-1", ZHANG, application()).body());
      Running.Answer again = portal.post("cases/" + id + "/commands", "web-2", CLERK,
          event("accept"));
      assertEquals(first.get("web-2").body(), again.body());
      assertTrue(again.replayed());
      assertEquals(409,
          portal.post("cases/" + id + "/commands", "web-2", CLERK, event("withdraw")).status());
      Iterator<JsonNode> events = portal.events(seen);
      assertTrue(events.next().get("cursor").asLong() > seen);
      sendWhenAllowed(portal, id, "web-4", "a1 transport.approver", "approve");
      Running.Answer ended = sendWhenAllowed(portal, id, "web-5", CLERK, "hand_over");
      assertEquals("granted", ended.json().get("outcome").asText());
      assertEquals(143, portal.stop());
    }
  }

  @Test
  void whatWasAnsweredBeforeAKillIsAnsweredAlikeAfterIt() throws Exception {
    Path database = folder.resolve("kills.db");
    String body = application();
    Map<String, String> answered = new ConcurrentHashMap<>();
    for (int life = 0; life < 2; life++) {
      CountDownLatch enough = new CountDownLatch(20);
      int base = life * 10_000;
      try (Running portal = new Running(database, "--clock", MORNING)) {
        Thread[] people = new Thread[2];
        for (int person = 0; person < people.length; person++) {
          int number = base + person * 1000;
          people[person] = new Thread(() -> {
            try {
              for (int place = number;; place++) {
                Running.Answer answer = portal.post("cases", "k" + place, ZHANG, body);
                assertEquals(201, answer.status(), answer::body);
                answered.put("k" + place, answer.body());
                enough.countDown();
              }
            } catch (IOException | InterruptedException killed) {
              return;
            }
          });
          people[person].start();
        }
        enough.await();
        portal.kill();
        for (Thread person : people) {
          person.join();
        }
      }
    }
    try (Running portal = new Running(database, "--clock", MORNING)) {
      assertTrue(answered.size() >= 40);
      for (Map.Entry<String, String> one : answered.entrySet()) {
        Running.Answer again = portal.post("cases", one.getKey(), ZHANG, body);
        assertTrue(again.replayed(), one::getKey);
        assertEquals(one.getValue(), again.body());
      }
    }
  }

  @Test
  void failuresAreProblemsInTheReadersLanguage() throws Exception {
    try (Running portal = new Running(folder.resolve("problems.db"), "--clock", MORNING)) {
      assertEquals(404, portal.get("cases/none", CLERK).status());
      assertEquals(404, portal.get("nothing", CLERK).status());
      assertEquals(401, portal.post("cases", "k", " ", "{}").status());
      assertEquals(400, portal.post("cases", " ", CLERK, "{}").status());
      assertEquals(400, portal.post("cases", "k", CLERK, "{").status());
      Running.Answer refused = portal.post("cases", "k", ZHANG,
          application().replace("330302198512124560", "330302198512124561"));
      assertEquals(422, refused.status());
      assertFalse(refused.json().at("/lianban/message/zh").asText().isEmpty());
      assertEquals(0, portal.get("cases", CLERK).json().get("cases").size());
    }
  }
}
