package io.isolde.store.file.journal;

/** A visitor of records, in the order in which they were appended. */
@FunctionalInterface
public interface RecordVisitor {
  /** Visits a record whose frame begins in {@code file} at {@code offset}. */
  void visit(String file, long offset, long sequence, byte[] payload);
}
