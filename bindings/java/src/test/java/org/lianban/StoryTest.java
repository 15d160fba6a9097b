package org.lianban;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryTest {
  @Test
  void theStoryIsToldByteForByteAsInEveryLanguage(@TempDir Path folder) throws Exception {
    Path hosts = Stall.SOURCE.resolve("tests/hosts");
    String expected = Files.readString(hosts.resolve("story.expected"));
    String told = Story.tell(hosts.resolve("story.json"), folder.resolve("story.db"));
    String[] lines = told.split("\n");
    String[] wanted = expected.split("\n");
    assertTrue(wanted.length > 50, "the expectation is too short");
    for (int line = 0; line < Math.min(lines.length, wanted.length); line++) {
      assertEquals(wanted[line], lines[line], "step " + (line + 1));
    }
    assertEquals(expected, told);
  }
}
