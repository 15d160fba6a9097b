package org.lianban.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A portal as a process of its own, and somebody who talks to it. */
final class Running implements AutoCloseable {
  static final Path SOURCE = Path.of(System.getProperty("lianban.source", "../.."));
  static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String address;

  /** What came back. */
  record Answer(int status, boolean replayed, String body) {
    JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (IOException broken) {
        throw new AssertionError(body, broken);
      }
    }
  }

  Running(Path database, String... options) throws IOException {
    Path here = SOURCE.resolve("examples/portal_java");
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "org.lianban.portal.Portal", "--database", database.toString(), "--port", "0",
        "--calendars", SOURCE.resolve("workflows/calendars").toString(),
        "--definition", SOURCE.resolve("workflows/wenzhou-ride-hailing-vehicle.json").toString(),
        "--replies", here.resolve("replies.json").toString()));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder before = new StringBuilder();
    String line = output.readLine();
    while (line != null && !line.startsWith("listening on ")) {
      before.append(line).append('\n');
      line = output.readLine();
    }
    if (line == null) {
      throw new AssertionError("the portal did not start:\n" + before);
    }
    address = line.substring("listening on ".length());
    Thread drain = new Thread(() -> output.lines().forEach(each -> { }));
    drain.setDaemon(true);
    drain.start();
  }

  /** SIGKILL, and until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + "/api/v1/" + path));
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(),
        response.headers().firstValue("Idempotent-Replayed").orElse("").equals("true"),
        response.body());
  }

  Answer get(String path, String actor) throws IOException, InterruptedException {
    return send(request(path).header("X-Actor", actor).build());
  }

  Answer post(String path, String key, String actor, String body)
      throws IOException, InterruptedException {
    return send(request(path).header("X-Actor", actor).header("Idempotency-Key", key)
        .POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  /** Events after a cursor as they come: their cursors, and the case they are of. */
  Iterator<JsonNode> events(long after) throws IOException, InterruptedException {
    return client.send(request("events").header("Last-Event-ID", Long.toString(after)).build(),
            HttpResponse.BodyHandlers.ofLines()).body()
        .filter(line -> line.startsWith("data: ")).map(line -> {
          try {
            return MAPPER.readTree(line.substring("data: ".length()));
          } catch (IOException broken) {
            throw new AssertionError(line, broken);
          }
        }).iterator();
  }
}
