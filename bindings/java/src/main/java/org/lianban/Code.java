package org.lianban;

/** What a call can give other than success; the numbers are those of lianban.h and never change. */
public enum Code {
  /** The call did what it should. */
  DONE(0),
  /** The rules of the approval say no: nothing has changed. */
  REFUSED(1),
  /** An argument cannot be used. */
  ARGUMENT(2),
  /** The engine is closed. */
  HANDLE(3),
  /** There is no such case, definition, licence, code, task, file. */
  NOT_FOUND(4),
  /** It contradicts what is there: another request with this id, a task settled otherwise. */
  CONFLICT(5),
  /** Not now: the same call may succeed in a moment. */
  BUSY(6),
  /** {@link Engine#interrupt} or {@link Engine#close} ended the wait. */
  INTERRUPTED(7),
  /** Memory ran out. As far as a case was concerned: ask again with the same request id. */
  NO_MEMORY(8),
  /** The engine belongs to another process. */
  FORKED(9),
  /** The database: locked by another engine, full, damaged, not ours, or the disk failed. */
  STORE(10),
  /** It is not known whether the change was committed: ask again with the same request id. */
  UNCERTAIN(11),
  /** The definition has errors. */
  DEFINITION(12),
  /** The deployment is wrong: agency directory, calendars, secrets. */
  CONFIGURATION(13),
  /** A callback that is not believed. */
  CALLBACK(14),
  /** The library failed; nothing was committed. */
  INTERNAL(15),
  /** A number of a newer library. */
  UNKNOWN(-1);

  private final int number;

  Code(int number) {
    this.number = number;
  }

  /** The number in lianban.h. */
  public int number() {
    return number;
  }

  static Code of(int number) {
    for (Code code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return UNKNOWN;
  }
}
