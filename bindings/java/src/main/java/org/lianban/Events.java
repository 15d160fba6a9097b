package org.lianban;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * What happened, in the order of the commits, from a cursor on. {@link #hasNext} waits; it says no
 * when the wait was in vain, was interrupted, or the engine is closed. One thread at a time.
 */
public final class Events implements Iterator<JsonNode> {
  private static final int PAGE = 100;

  private final Engine engine;
  private final Duration wait;
  private long fetched;
  private long cursor;
  private Iterator<JsonNode> page = Collections.emptyIterator();

  Events(Engine engine, long after, Duration wait) {
    this.engine = engine;
    this.wait = wait;
    this.fetched = after;
    this.cursor = after;
  }

  @Override
  public boolean hasNext() {
    if (page.hasNext()) {
      return true;
    }
    try {
      JsonNode answer = engine.eventNext(fetched, PAGE, wait);
      fetched = answer.get("next").asLong();
      page = answer.get("events").elements();
      return page.hasNext();
    } catch (LianbanException over) {
      if (over.code() == Code.INTERRUPTED || over.code() == Code.HANDLE) {
        return false;
      }
      throw over;
    }
  }

  @Override
  public JsonNode next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    JsonNode event = page.next();
    cursor = event.get("cursor").asLong();
    return event;
  }

  /** Cursor of the event that {@link #next} gave last: what a host keeps to go on from. */
  public long cursor() {
    return cursor;
  }
}
