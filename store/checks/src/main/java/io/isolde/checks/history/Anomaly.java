package io.isolde.checks.history;

/** What can be wrong with a history. */
enum Anomaly {
  DIRTY_READ("an attempt read a value that was never committed"),
  UNKNOWN_VALUE("an attempt read a value that nobody wrote"),
  CONTRADICTION("an attempt was given two different answers to one question"),
  INTERMEDIATE_READ("an attempt read a value that its writer had already replaced itself"),
  LOST_UPDATE("two attempts replaced the same value, and one replacement was lost"),
  WRITE_SKEW("each attempt read what the next one changed"),
  READ_SKEW("an attempt saw one part of another's effects, and missed another part"),
  CIRCULAR_FLOW("each attempt saw the effects of the one before it, in a circle"),
  AGAINST_REAL_TIME("the order that explains what was seen is not the order in which it happened"),
  DOOMED_READ("an attempt that was lost or given up saw a state that never existed");

  private final String meaning;

  Anomaly(String meaning) {
    this.meaning = meaning;
  }

  String meaning() {
    return meaning;
  }
}
