package io.isolde.stm.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.LongRef;
import io.isolde.stm.TransactionAction;
import io.isolde.stm.engine.Cell;
import java.util.List;
import java.util.function.Consumer;

/**
 * One transaction on refs of its own, which may fail anywhere, and how to see whether it happened.
 *
 * @param action the transaction; returns when that does
 * @param check is told whether the transaction has committed, going by how it returned
 * @param cells must be free afterwards
 */
record Deed(TransactionAction<Exception> action, Consumer<Boolean> check, List<Cell> cells) {
  /** Makes a deed afresh. */
  interface Kind {
    Deed make();
  }

  /** A transaction that turns every one of {@code refs} from 0 into 1. */
  static Deed toOne(TransactionAction<Exception> action, LongRef... refs) {
    return new Deed(action, committed -> assertAll(refs, committed ? 1 : 0), List.of(refs));
  }

  /** A transaction that leaves every one of {@code refs} at 0. */
  static Deed toNothing(TransactionAction<Exception> action, LongRef... refs) {
    return new Deed(action, committed -> assertAll(refs, 0), List.of(refs));
  }

  /** A transaction that may swallow errors, but has changed all of {@code refs} or none. */
  static Deed toAllOrNone(TransactionAction<Exception> action, LongRef... refs) {
    return new Deed(action, committed -> assertAll(refs, refs[0].get()), List.of(refs));
  }

  private static void assertAll(LongRef[] refs, long expected) {
    for (int i = 0; i < refs.length; i++) {
      assertThat(refs[i].get()).as("ref %s", i).isEqualTo(expected);
    }
  }
}
