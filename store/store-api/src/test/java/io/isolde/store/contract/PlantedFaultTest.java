package io.isolde.store.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.TransactionBody;
import io.isolde.store.Store;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract finds faults that were put in on purpose, with the settings that it has for real
 * backends.
 */
class PlantedFaultTest {
  /** Each operation is atomic, a transaction is not. */
  private static final class WithoutTransactions extends FaultyStore {
    WithoutTransactions(Store right) {
      super(right);
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T transact(TransactionBody<T, X> body)
        throws X {
      return body.run();
    }
  }

  /** Commits what a body did before it threw. */
  private static final class WithoutRollback extends FaultyStore {
    WithoutRollback(Store right) {
      super(right);
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T transact(TransactionBody<T, X> body)
        throws X {
      TransactionBody<T, X> outcome = right.transact(() -> outcomeOf(body));
      return outcome.run();
    }

    private static <T extends @Nullable Object, X extends Throwable>
        TransactionBody<T, X> outcomeOf(TransactionBody<T, X> body) {
      try {
        T result = body.run();
        return () -> result;
      } catch (Error | RuntimeException e) {
        throw e;
      } catch (Throwable t) {
        return () -> rethrow(t);
      }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what the body threw is an X
    private static <T extends @Nullable Object, X extends Throwable> T rethrow(Throwable thrown)
        throws X {
      throw (X) thrown;
    }
  }

  /** Reads one value after the other, not all as of one instant. */
  private static final class WithoutSnapshots extends FaultyStore {
    WithoutSnapshots(Store right) {
      super(right);
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T snapshot(TransactionBody<T, X> body)
        throws X {
      return body.run();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm:", "lock:"})
  void transactionsWithoutAtomicity_areCaught(String uri) {
    try (Store store = new WithoutTransactions(Store.open(uri))) {
      AtomicityContract atomicity = () -> store;
      TransferContract transfers = () -> store;
      assertCaught(
          () -> atomicity.transact_bodyThrows_undoesAllAndPasses(new IOException("planned")));
      assertCaught(atomicity::dirtyRead_isImpossible);
      assertCaught(atomicity::lostUpdate_isImpossible);
      assertCaught(atomicity::writeSkew_isImpossible);
      assertCaught(transfers::transfer_underContention_preservesTotal);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm:", "lock:"})
  void transactionsWithoutRollback_areCaught(String uri) {
    try (Store store = new WithoutRollback(Store.open(uri))) {
      AtomicityContract atomicity = () -> store;
      NestingContract nesting = () -> store;
      assertCaught(
          () -> atomicity.transact_bodyThrows_undoesAllAndPasses(new IOException("planned")));
      assertCaught(nesting::nested_throwsAndIsCaught_undoesItsOwnEffectsOnly);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm:", "lock:"})
  void snapshotsOfSeveralInstants_areCaught(String uri) {
    try (Store store = new WithoutSnapshots(Store.open(uri))) {
      SnapshotContract snapshots = () -> store;
      TransferContract transfers = () -> store;
      assertCaught(snapshots::snapshot_besideTransfer_seesAllOfItOrNothing);
      assertCaught(snapshots::snapshot_write_isRefusedAndChangesNothing);
      assertCaught(transfers::transfer_underContention_preservesTotal);
    }
  }

  private static void assertCaught(ThrowingCallable law) {
    assertThatThrownBy(law).isInstanceOf(AssertionError.class);
  }
}
