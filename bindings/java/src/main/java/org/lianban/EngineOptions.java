package org.lianban;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How an engine is opened. What is not set has the library's default. */
public final class EngineOptions {
  /** Receives lines of the log, on a thread that is inside a call on the engine. */
  @FunctionalInterface
  public interface LogListener {
    /**
     * One line, without a line break and without personal data.
     *
     * @param level "info", "warning" or "error"
     */
    void line(String level, String line);
  }

  final Map<String, Object> config = new LinkedHashMap<>();
  LogListener log;
  Runnable wake;

  /** The SQLite file. Without it the engine is in memory and gone with it. */
  public EngineOptions database(Path file) {
    return set("database", file.toString());
  }

  /** The folder of the calendar files. */
  public EngineOptions calendars(Path folder) {
    return set("calendars", folder.toString());
  }

  /** The agency directory: an object as the manual describes it, in any form that is JSON. */
  public EngineOptions directory(Object directory) {
    return set("directory", directory);
  }

  /** Any member of config_json in lianban.h: "http", "secrets", "virtual_clock", "seed", ... */
  public EngineOptions set(String member, Object value) {
    config.put(member, value);
    return this;
  }

  /** Who receives the log. The engine keeps it until it is closed. */
  public EngineOptions log(LogListener listener) {
    log = listener;
    return this;
  }

  /** Who is told that something was committed. The engine keeps it until it is closed. */
  public EngineOptions wake(Runnable listener) {
    wake = listener;
    return this;
  }
}
