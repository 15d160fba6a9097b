import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.lianban.Engine;
import org.lianban.EngineOptions;
import org.lianban.RefusedException;

/** From nothing to a licence: a street stall, one clerk. Argument: folder of the calendar files. */
public class FirstCase {
  static final String STALL =
      """
      {"lianban": 1, "id": "stall", "version": "1.0.0", "number": "S{year}{seq:4}",
       "agencies": {"office": {"lead": true, "roles": {"clerk": "Clerk"}}},
       "open": {"by": ["applicant"]},
       "form": {"type": "object", "required": ["name"], "properties": {
         "name": {"type": "string", "minLength": 1}}},
       "materials": {"photo": {"title": "Photo of the stall", "required": true,
         "source": "applicant"}},
       "licences": {"permit": {"title": "Stall permit", "issuer": "office",
         "number": "P{year}{seq:4}", "content": {"name": {"var": "form.name"}}}},
       "chart": {"initial": "filed", "states": [
         {"id": "filed", "holder": "office", "transitions": [
           {"on": "grant", "by": "office.clerk", "to": "granted",
            "do": [{"accept": {}}, {"decide": "granted"}, {"issue": "permit"}]}]},
         {"id": "granted", "kind": "final", "outcome": "granted"}]}}""";

  public static void main(String[] arguments) {
    var wang = Map.of("id", "wang", "roles", List.of("applicant"));
    var clerk = Map.of("id", "li", "roles", List.of("office.clerk"));
    var options = new EngineOptions().database(Path.of("cases.db"));
    try (Engine engine = Engine.open(options.calendars(Path.of(arguments[0])))) {
      engine.definitionPublish(STALL);

      JsonNode filed = engine.caseOpen("stall", Map.of("request_id", "web-1", "actor", wang,
          "data", Map.of("form", Map.of("name", "王芳"))));
      String id = filed.get("case").asText();
      System.out.println("filed " + filed.get("number").asText());

      var grant = Map.of("request_id", "web-2", "verb", "send", "subject", "grant", "actor", clerk);
      try {
        engine.caseSubmit(id, grant);
      } catch (RefusedException no) {
        System.out.println("not yet: " + no.reasons().at("/0/text/en").asText());
      }

      engine.caseSubmit(id, Map.of("request_id", "web-3", "verb", "supply", "subject", "photo",
          "data", Map.of("file", "stall.jpg"), "actor", wang));
      System.out.println(engine.caseSubmit(id, grant).get("outcome").asText());
      System.out.println(engine.licenceList(null).at("/licences/0/number").asText());

      engine.events(0, Duration.ZERO).forEachRemaining(event ->
          System.out.println(event.get("revision") + " " + event.get("request_id").asText()));
    }
  }
}
