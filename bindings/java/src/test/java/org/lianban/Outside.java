package org.lianban;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a class of the tests as a program of its own. */
final class Outside {
  record Ended(int code, String output) {}

  private Outside() {}

  static Ended run(Class<?> program, Map<String, String> environment, List<String> options,
      String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(options);
    command.add("-Dlianban.source=" + Stall.SOURCE);
    String named = System.getProperty("lianban.library");
    if (named != null && options.stream().noneMatch(one -> one.startsWith("-Dlianban.library"))) {
      command.add("-Dlianban.library=" + named);
    }
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path",
        System.getProperty("java.class.path")), program.getName()));
    command.addAll(List.of(arguments));
    File output = Files.createTempFile("lianban", ".txt").toFile();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(100, TimeUnit.SECONDS);
      process.destroyForcibly();
      String text = Files.readString(output.toPath(), StandardCharsets.ISO_8859_1);
      assertTrue(ended, () -> "it does not end: " + text);
      return new Ended(process.exitValue(), text);
    } finally {
      output.delete();
    }
  }
}
