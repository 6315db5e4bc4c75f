package io.isolde.stm.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.LongRef;
import io.isolde.stm.TransactionAction;
import io.isolde.stm.engine.Cell;
import java.util.List;
import java.util.function.Consumer;

/**
 * A transaction on refs of its own, which may fail anywhere, and a check whether it took effect.
 *
 * @param action the transaction; returns when the transaction does
 * @param check receives whether the transaction has committed, judging by how it returned
 * @param cells must be free afterwards
 */
record Deed(TransactionAction<Exception> action, Consumer<Boolean> check, List<Cell> cells) {
  /** Makes a new deed. */
  interface Kind {
    Deed make();
  }

  /** A transaction that changes each of {@code refs} from 0 to 1. */
  static Deed toOne(TransactionAction<Exception> action, LongRef... refs) {
    return new Deed(action, committed -> assertAll(refs, committed ? 1 : 0), List.of(refs));
  }

  /** A transaction that leaves each of {@code refs} at 0. */
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
