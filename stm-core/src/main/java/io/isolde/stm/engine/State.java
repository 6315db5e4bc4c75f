package io.isolde.stm.engine;

/** The state of an attempt, which determines how the body may use refs. */
enum State {
  /*
   *     IDLE ─begin─▶ ACTIVE ─commit──▶ IDLE                      committed
   *                   │ ▲ ▲ └─user function───────────▶ COMPUTING, participants ─▶ PREPARING
   *                   │ │ └──────────────resume──────────────┘
   *                   │ └─orElse: resume─┐
   *                   ├──retry──▶ RETRYING ──rollback──▶ IDLE     waits, then begins again
   *                   └──conflict──▶ LOST ───rollback──▶ IDLE     begins again
   *
   * READING stands for ACTIVE in a read-only transaction or block. An exception that the body
   * throws rolls back from any state.
   */
  IDLE("no attempt is under way"),
  ACTIVE,
  READING,
  COMPUTING("a commute function or validator used a ref; it may use its argument only"),
  PREPARING(
      "a participant used a ref or its transaction in prepare or abandoned, where the refs of the"
          + " transaction are locked"),
  RETRYING,
  LOST;

  private final String message;

  State() {
    this("");
  }

  /** Takes the message for a body that uses a ref in this state. */
  State(String message) {
    this.message = message;
  }

  /** Whether the body may read refs. */
  boolean isReadable() {
    return this == ACTIVE || this == READING;
  }

  /** What to throw if the body uses a ref although it may not. */
  Throwable refusal() {
    return this == LOST || this == RETRYING ? Signal.INSTANCE : new IllegalStateException(message);
  }
}
