package io.isolde.store.journal;

/** Takes records in the order in which they were appended. */
@FunctionalInterface
public interface RecordVisitor {
  /** Takes one. */
  void visit(long sequence, byte[] payload);
}
