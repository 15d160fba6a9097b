package org.lianban.portal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.lianban.Code;
import org.lianban.Engine;
import org.lianban.EngineOptions;
import org.lianban.LianbanException;

/**
 * A portal in one process: HTTP for people, an engine for the cases, and two threads for the world's
 * side. It keeps nothing itself: whoever kills it and starts it again loses nothing.
 */
public final class Portal {
  private static final System.Logger LOG = System.getLogger("portal");
  private static final Duration WAIT = Duration.ofSeconds(30);

  private Portal() {}

  /** Something that is done again and again until the engine is closed. */
  @FunctionalInterface
  interface Round {
    void run() throws IOException;
  }

  /** Options: --database --calendars --definition --replies FILE, --port, --clock, --hold CALL. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    Map<String, String> given = options(arguments);
    Bell bell = new Bell();
    EngineOptions options = new EngineOptions()
        .database(Path.of(given.getOrDefault("--database", "portal.db")))
        .calendars(Path.of(given.get("--calendars")))
        .log((level, line) -> LOG.log(System.Logger.Level.INFO, line))
        .wake(bell::ring);
    if (given.containsKey("--clock")) {
      options.set("virtual_clock", given.get("--clock"));
    }
    Engine engine = Engine.open(options);
    engine.definitionPublish(Files.readString(Path.of(given.get("--definition"))));

    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(),
        Integer.parseInt(given.getOrDefault("--port", "8080"))), 0);
    server.setExecutor(threads());
    server.createContext("/api/v1/", new Api(engine, bell));
    server.start();
    Agencies agencies = new Agencies(engine,
        new ObjectMapper().readTree(Path.of(given.get("--replies")).toFile()), given.get("--hold"));
    repeat("pump", () -> engine.pump(WAIT));
    repeat("agencies", () -> agencies.answer(WAIT));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.stop(0);
      engine.close();
    }));
    System.out.println("listening on http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> given = new HashMap<>();
    for (int place = 0; place + 1 < arguments.length; place += 2) {
      given.put(arguments[place], arguments[place + 1]);
    }
    for (String needed : new String[] {"--calendars", "--definition", "--replies"}) {
      if (!given.containsKey(needed)) {
        System.err.println("missing: " + needed);
        System.exit(2);
      }
    }
    return given;
  }

  /** A platform thread: calls that wait would hold the carrier of a virtual one. */
  private static void repeat(String name, Round round) {
    Thread thread = new Thread(() -> {
      while (true) {
        try {
          round.run();
        } catch (LianbanException failure) {
          if (failure.code() == Code.INTERRUPTED || failure.code() == Code.HANDLE) {
            return;
          }
          pause(name, failure);
        } catch (IOException | RuntimeException failure) {
          pause(name, failure);
        }
      }
    }, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void pause(String name, Exception failure) {
    LOG.log(System.Logger.Level.WARNING, name + ": " + failure.getMessage());
    try {
      Thread.sleep(1000);
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    }
  }

  /** A virtual thread for each request from Java 21 on, before that a pool. */
  private static ExecutorService threads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException beforeJava21) {
      return Executors.newCachedThreadPool();
    }
  }
}
