package org.lianban.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.lianban.Code;
import org.lianban.Engine;
import org.lianban.LianbanException;

/**
 * Carries requests to the agencies. Here a file has their answers; a real portal calls its data
 * platform at this place, with the task's key as Idempotency-Key. What is lent to a process that
 * dies is lent again when the lease is over.
 */
final class Agencies {
  private final Engine engine;
  private final JsonNode replies;
  private final String hold;

  /** @param hold a call that is taken and never answered, as a slow agency does; or null */
  Agencies(Engine engine, JsonNode replies, String hold) {
    this.engine = engine;
    this.replies = replies;
    this.hold = hold;
  }

  /** One round: answers what is lent; where nothing is, looks for rechecks and waits. */
  void answer(Duration wait) {
    JsonNode tasks = engine.taskFetch(null, Duration.ZERO).get("tasks");
    if (tasks.isEmpty()) {
      recheck();
      tasks = engine.taskFetch(null, wait).get("tasks");
    }
    for (JsonNode task : tasks) {
      String call = task.get("call").asText();
      String token = task.get("token").asText();
      if (call.equals(hold)) {
        continue;
      }
      settled(() -> {
        if (replies.has(call)) {
          engine.taskComplete(token, replies.get(call));
        } else {
          engine.taskFail(token, Map.of("code", "agency/unknown", "again", false));
        }
      });
    }
  }

  /**
   * Deferred documents are asked for again and again, and such standing questions are not lent: the
   * host answers them as it finds them, here once a day, so that the request id is the day's.
   */
  private void recheck() {
    String day = engine.report("clock").get("now").asText().substring(0, 10);
    String cursor = null;
    do {
      Map<String, Object> query =
          cursor == null ? Map.of("open_only", true) : Map.of("open_only", true, "cursor", cursor);
      JsonNode page = engine.caseFind(query);
      for (JsonNode found : page.get("cases")) {
        recheck(found.get("case").asText(), day);
      }
      cursor = page.get("next").isNull() ? null : page.get("next").asText();
    } while (cursor != null);
  }

  private void recheck(String caseId, String day) {
    for (JsonNode question : engine.caseCalls(caseId).get("calls")) {
      String call = question.get("call").asText();
      if (question.get("state").asText().equals("standing") && replies.has(call)) {
        settled(() -> engine.caseSubmit(caseId, Map.of("request_id", call + " " + day,
            "verb", "reply", "subject", call, "data", replies.get(call))));
      }
    }
  }

  /** Somebody else may have been faster: that is as good. */
  private static void settled(Runnable answer) {
    try {
      answer.run();
    } catch (LianbanException already) {
      if (already.code() != Code.CONFLICT && already.code() != Code.REFUSED) {
        throw already;
      }
    }
  }
}
