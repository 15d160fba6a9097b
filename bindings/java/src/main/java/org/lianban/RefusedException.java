package org.lianban;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The rules of the approval say no. No failure of the program: nothing has changed, and asking
 * again later may succeed.
 */
public final class RefusedException extends LianbanException {
  private static final long serialVersionUID = 1L;

  RefusedException(JsonNode json) {
    super(Code.REFUSED, json);
  }

  /** Why: [{kind, id, text: {zh, en}, until, basis}], for people. */
  public JsonNode reasons() {
    return json().path("reasons");
  }
}
