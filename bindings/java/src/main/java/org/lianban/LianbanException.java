package org.lianban;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** A call failed. {@link RefusedException} where the rules of the approval say no. */
public class LianbanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final transient JsonNode json;

  LianbanException(Code code, JsonNode json) {
    super(json.path("name").asText(code.name()) + ": " + json.path("message").path("en").asText());
    this.code = code;
    this.json = json;
  }

  /** Takes over the error object of a call; without one (out of memory) the code must do. */
  static LianbanException take(int number, long error) {
    Code code = Code.of(number);
    JsonNode json = Text.parse(error == 0 ? "{}" : C.lianban_error_json(error));
    C.lianban_error_free(error);
    return code == Code.REFUSED ? new RefusedException(json) : new LianbanException(code, json);
  }

  /** What kind of failure it is. */
  public Code code() {
    return code;
  }

  /** The engine's own stable code: "store/locked", "event/when", "argument/json", ... */
  public String name() {
    return json().path("name").asText();
  }

  /** One sentence for people, without personal data: Chinese for Chinese locales, else English. */
  public String message(Locale locale) {
    return json().path("message").path(locale.getLanguage().equals("zh") ? "zh" : "en").asText();
  }

  @Override
  public String getLocalizedMessage() {
    return name() + ": " + message(Locale.getDefault());
  }

  /** Whether the same call may succeed later. */
  public boolean retryable() {
    return json().path("retryable").asBoolean();
  }

  /** All there is to say, as lianban_error_json has it: pointer, line, hint, findings, ... */
  public JsonNode json() {
    return json == null ? Text.parse("{}") : json;
  }
}
