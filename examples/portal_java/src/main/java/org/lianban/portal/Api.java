package org.lianban.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lianban.Engine;
import org.lianban.LianbanException;

/**
 * /api/v1/: POST cases, POST cases/ID/commands, GET cases, cases/ID, cases/ID/actions, and events
 * as a stream. A change needs an Idempotency-Key, which becomes the request id: sent again it gets
 * the same body again. X-Actor ("li office.clerk office.head") stands where a real portal has its
 * login.
 */
final class Api implements HttpHandler {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int BODY_BYTES = 4 << 20;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final Engine engine;
  private final Bell bell;

  Api(Engine engine, Bell bell) {
    this.engine = engine;
    this.bell = bell;
  }

  /** A request that cannot be taken; everything else that fails is the engine's to name. */
  private static final class Bad extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Bad(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        route(exchange);
      } catch (Bad bad) {
        problem(exchange, bad.status, "request", bad.getMessage(), null);
      } catch (IllegalArgumentException unfit) {
        problem(exchange, 400, "request", unfit.getMessage(), null);
      } catch (LianbanException failure) {
        String language = exchange.getRequestHeaders().getFirst("Accept-Language");
        Locale locale = language != null && language.startsWith("zh") ? Locale.CHINESE : Locale.ROOT;
        problem(exchange, status(failure), failure.name(), failure.message(locale), failure.json());
      }
    }
  }

  private static int status(LianbanException failure) {
    return switch (failure.code()) {
      case REFUSED, DEFINITION -> 422;
      case ARGUMENT -> 400;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case HANDLE, BUSY, INTERRUPTED, NO_MEMORY, STORE, UNCERTAIN -> 503;
      case DONE, FORKED, CONFIGURATION, CALLBACK, INTERNAL, UNKNOWN -> 500;
    };
  }

  private void route(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().substring("/api/v1/".length()).split("/");
    String route = exchange.getRequestMethod() + " " + path[0] + " " + (path.length - 1)
        + (path.length > 2 ? " " + path[2] : "");
    switch (route) {
      case "POST cases 0" -> {
        JsonNode body = body(exchange);
        ObjectNode command = command(exchange, body);
        changed(exchange, 201, engine.caseOpen(body.path("definition").asText(), command));
      }
      case "POST cases 2 commands" -> {
        JsonNode body = body(exchange);
        ObjectNode command = command(exchange, body);
        command.put("verb", body.path("verb").asText("send"));
        command.put("subject", body.path("subject").asText());
        changed(exchange, 200, engine.caseSubmit(path[1], command));
      }
      case "GET cases 0" -> send(exchange, 200, engine.caseFind(null));
      case "GET cases 1" -> send(exchange, 200, engine.caseShow(path[1]));
      case "GET cases 2 actions" ->
          send(exchange, 200, engine.caseActions(path[1], actor(exchange)));
      case "GET events 0" -> stream(exchange);
      default -> throw new Bad(404, "there is nothing here");
    }
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(BODY_BYTES + 1);
    if (bytes.length > BODY_BYTES) {
      throw new Bad(413, "more than 4 MiB");
    }
    try {
      return MAPPER.readTree(bytes);
    } catch (JsonProcessingException broken) {
      throw new Bad(400, "the body is no JSON");
    }
  }

  private static Map<String, Object> actor(HttpExchange exchange) {
    String actor = exchange.getRequestHeaders().getFirst("X-Actor");
    if (actor == null || actor.isBlank()) {
      throw new Bad(401, "who is it? X-Actor is missing");
    }
    List<String> words = Arrays.asList(actor.trim().split(" +"));
    return Map.of("id", words.get(0), "roles", words.subList(1, words.size()));
  }

  private static ObjectNode command(HttpExchange exchange, JsonNode body) {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    if (key == null || key.isBlank()) {
      throw new Bad(400, "Idempotency-Key is missing");
    }
    ObjectNode command = MAPPER.createObjectNode().put("request_id", key);
    command.set("actor", MAPPER.valueToTree(actor(exchange)));
    if (body.has("data")) {
      command.set("data", body.get("data"));
    }
    return command;
  }

  /** The body of a repeated answer is that of the first: what differs stands in the head. */
  private static void changed(HttpExchange exchange, int status, JsonNode answer)
      throws IOException {
    ObjectNode body = answer.deepCopy();
    exchange.getResponseHeaders().set("Idempotent-Replayed", body.remove("repeated").asText());
    if (status == 201) {
      exchange.getResponseHeaders().set("Location", "/api/v1/cases/" + body.get("case").asText());
    }
    send(exchange, status, body);
  }

  /** Server-sent events from Last-Event-ID on: nothing is missed and nothing is kept here. */
  private void stream(HttpExchange exchange) throws IOException {
    String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    long after = last == null ? 0 : Long.parseLong(last);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    try {
      while (true) {
        long heard = bell.count();
        JsonNode page = engine.eventNext(after, 100, Duration.ZERO);
        StringBuilder text = new StringBuilder();
        for (JsonNode event : page.get("events")) {
          text.append("id: ").append(event.get("cursor").asLong()).append('\n');
          text.append("data: ").append(event).append("\n\n");
        }
        out.write((text.isEmpty() ? ":\n\n" : text.toString()).getBytes(StandardCharsets.UTF_8));
        out.flush();
        after = page.get("next").asLong();
        if (text.isEmpty()) {
          bell.await(heard, HEARTBEAT);
        }
      }
    } catch (IOException | LianbanException over) {
      return;  // The reader has gone, or the portal is closing: the head is sent, so nobody is told.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** RFC 9457. */
  private static void problem(HttpExchange exchange, int status, String title, String detail,
      JsonNode all) throws IOException {
    ObjectNode body = MAPPER.createObjectNode().put("type", "about:blank").put("title", title)
        .put("status", status).put("detail", detail);
    if (all != null) {
      body.set("lianban", all);
    }
    if (status == 503) {
      exchange.getResponseHeaders().set("Retry-After", "1");
    }
    exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
    write(exchange, status, body);
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    write(exchange, status, body);
  }

  private static void write(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
