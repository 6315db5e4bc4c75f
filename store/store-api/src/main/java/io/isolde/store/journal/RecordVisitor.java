package io.isolde.store.journal;

/** Takes records in the order in which they were appended. */
@FunctionalInterface
public interface RecordVisitor {
  /** Takes one, whose frame begins in {@code file} at {@code offset}. */
  void visit(String file, long offset, long sequence, byte[] payload);
}
