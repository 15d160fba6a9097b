import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lianban.Engine;
import org.lianban.EngineOptions;

/** The same as overhead.cpp through bindings/java. */
public class Overhead {
  public static void main(String[] arguments) throws Exception {
    int commands = Integer.parseInt(arguments[4]);
    var command = (ObjectNode) new ObjectMapper().readTree(Files.readString(Path.of(arguments[1])));
    var options = new EngineOptions().calendars(Path.of(arguments[2])).database(Path.of(arguments[3]));
    try (Engine engine = Engine.open(options)) {
      engine.definitionPublish(Files.readString(Path.of(arguments[0])));
      long begun = 0;
      for (int i = -commands / 4; i < commands; ++i) {
        if (i == 0) begun = System.nanoTime();
        command.put("request_id", "r" + i);
        engine.caseOpen("wenzhou-ride-hailing-vehicle", command);
      }
      System.out.println((System.nanoTime() - begun) / 1e3 / commands);
    }
  }
}
