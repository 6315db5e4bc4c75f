package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.TransactionBody;
import io.isolde.store.Store;
import io.isolde.store.StoreRef;
import java.io.IOException;
import java.util.concurrent.Phaser;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract detects planted faults, with the same settings as for real backends. */
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

  /** Commits what a body did before it threw a checked exception. */
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

  /** Reads the values of a snapshot one after the other, not all as of one instant. */
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

  /** Snapshots see the value that a ref had before its last write. */
  private static final class WithStaleSnapshots extends FaultyStore {
    private final ThreadLocal<Boolean> inSnapshot = ThreadLocal.withInitial(() -> false);

    WithStaleSnapshots(Store right) {
      super(right);
    }

    @Override
    public <T> StoreRef<T> ref(String name, Class<T> type, T initial) {
      StoreRef<T> ref = right.ref(name, type, initial);
      return new StaleRef<>(ref, right.ref(name + " before", type, initial), this);
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T snapshot(TransactionBody<T, X> body)
        throws X {
      inSnapshot.set(true);
      try {
        return right.snapshot(body);
      } finally {
        inSnapshot.set(false);
      }
    }
  }

  /** A ref that also remembers its previous value. */
  private record StaleRef<T>(StoreRef<T> present, StoreRef<T> before, WithStaleSnapshots store)
      implements StoreRef<T> {
    @Override
    public String name() {
      return present.name();
    }

    @Override
    public Class<T> type() {
      return present.type();
    }

    @Override
    public T get() {
      return store.inSnapshot.get() ? before.get() : present.get();
    }

    @Override
    public void set(T value) {
      store.transact(
          () -> {
            before.set(present.get());
            present.set(value);
          });
    }
  }

  /** Wakes waiters on commits of transactions, but misses those of single operations. */
  private static final class WithLostWakeUps extends FaultyStore {
    private static final class Waits extends Error {
      Waits() {
        super("waits", null, false, false);
      }
    }

    private final Phaser commits = new Phaser(1);

    WithLostWakeUps(Store right) {
      super(right);
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T transact(TransactionBody<T, X> body)
        throws X {
      while (true) {
        int commitsBefore = commits.getPhase();
        try {
          T result = right.transact(body);
          commits.arrive();
          return result;
        } catch (Waits e) {
          commits.awaitAdvance(commitsBefore);
        }
      }
    }

    @Override
    public Error retry() {
      throw new Waits();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm:", "lock:"})
  void staleSnapshots_areCaught(String uri) {
    try (Store store = new WithStaleSnapshots(Store.open(uri))) {
      HistoryContract histories = () -> store;
      assertCaught(() -> histories.randomTransactions_areStrictlySerialisable(1));
    }
  }

  @Test
  void lostWakeUps_areCaught() {
    System.setProperty(Patience.PROPERTY, "1");
    try (Store store = new WithLostWakeUps(Store.open("stm:"))) {
      WaitingContract waiting = () -> store;
      assertCaught(waiting::check_conditionFails_waitsUntilItHolds);
      store.transact(() -> {}); // releases the waiting thread
    } finally {
      System.clearProperty(Patience.PROPERTY);
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
  void mapsWithoutAtomicity_areCaught(String uri) {
    try (Store store = new WithoutTransactions(Store.open(uri))) {
      MapContract maps = () -> store;
      ChangesContract changes = () -> store;
      HistoryContract histories = () -> store;
      assertCaught(maps::map_transactionThrows_isAsBefore);
      assertCaught(changes::changes_ofOneTransaction_areOneCommit);
      assertCaught(() -> histories.randomTransactions_areStrictlySerialisable(1));
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
