package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionAction;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Durability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreUri;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which durability a transaction has, as seen from whether it forces the journal. */
class DurabilityTest {
  private static final class Rollback extends RuntimeException {}

  private FileStore sync;
  private FileStore none;
  private StoreCounter syncHits;
  private StoreCounter noneHits;

  @BeforeEach
  void open() throws IOException {
    sync = open(Durability.SYNC);
    none = open(Durability.NONE);
    syncHits = sync.counter("hits");
    noneHits = none.counter("hits");
  }

  private static FileStore open(Durability setting) throws IOException {
    FileOptions options =
        FileOptions.of(Path.of("simulated"))
            .withSegmentBytes(1 << 12)
            .withAsync(Duration.ofDays(1), 0) // so that ASYNC forces, too
            .withDurability(setting);
    return StoreOpener.open(
        new StoreUri("file", "simulated"), options, new SimulatedDisk(), () -> {});
  }

  private static boolean forces(FileStore store, TransactionAction<RuntimeException> action) {
    long before = store.forces();
    action.run();
    return store.forces() > before;
  }

  private boolean forcesSync(TransactionAction<RuntimeException> action) {
    return forces(sync, action);
  }

  private boolean forcesNone(TransactionAction<RuntimeException> action) {
    return forces(none, action);
  }

  private void hitSync(Durability durability) {
    sync.transact(durability, syncHits::increment);
  }

  private void hitNone(Durability durability) {
    none.transact(durability, noneHits::increment);
  }

  // ---- the outermost decides ----

  @Test
  void transact_withoutDurability_hasTheSetting() {
    assertThat(forcesSync(() -> sync.transact(syncHits::increment))).isTrue();
    assertThat(forcesSync(() -> Stm.atomic(syncHits::increment))).isTrue();
    assertThat(forcesSync(syncHits::increment)).isTrue();
    assertThat(forcesNone(() -> none.transact(noneHits::increment))).isFalse();
  }

  @Test
  void transact_withDurability_hasThatOne() {
    assertThat(forcesSync(() -> hitSync(Durability.NONE))).isFalse();
    assertThat(forcesNone(() -> hitNone(Durability.NONE))).isFalse();
    assertThat(forcesNone(() -> hitNone(Durability.ASYNC))).isTrue();
    assertThat(forcesNone(() -> hitNone(Durability.SYNC))).isTrue();
    assertThat(forcesSync(syncHits::increment)).isTrue();
  }

  @Test
  void transact_withoutDurabilityInsideOneWith_hasThatOfTheOuter() {
    assertThat(
            forcesSync(
                () -> sync.transact(Durability.NONE, () -> sync.transact(syncHits::increment))))
        .isFalse();
    assertThat(
            forcesNone(
                () -> none.transact(Durability.SYNC, () -> none.transact(noneHits::increment))))
        .isTrue();
  }

  // ---- those inside can only ask for more ----

  @Test
  void transact_insideAnother_canAskForMore() {
    assertThat(forcesSync(() -> sync.transact(Durability.NONE, () -> hitSync(Durability.SYNC))))
        .isTrue();
    assertThat(forcesNone(() -> none.transact(() -> hitNone(Durability.SYNC)))).isTrue();
    assertThat(forcesNone(() -> none.transact(() -> hitNone(Durability.ASYNC)))).isTrue();
  }

  @Test
  void transact_insideAnother_cannotAskForLess() {
    assertThat(forcesSync(() -> sync.transact(() -> hitSync(Durability.NONE)))).isTrue();
    assertThat(forcesNone(() -> none.transact(Durability.SYNC, () -> hitNone(Durability.NONE))))
        .isTrue();
    assertThat(forcesSync(() -> Stm.atomic(() -> sync.transact(() -> hitSync(Durability.NONE)))))
        .isTrue();
  }

  @Test
  void transact_insideAnotherThatHasWritten_cannotAskForLess() {
    assertThat(
            forcesSync(
                () ->
                    sync.transact(
                        () -> {
                          syncHits.increment();
                          hitSync(Durability.NONE);
                        })))
        .isTrue();
  }

  @Test
  void transact_insideAnotherThatIsInside_cannotAskForLess() {
    assertThat(
            forcesSync(
                () ->
                    sync.transact(
                        () ->
                            sync.transact(
                                () -> {
                                  hitSync(Durability.NONE);
                                  hitSync(Durability.ASYNC);
                                }))))
        .isTrue();
  }

  // ---- rolled back ----

  private static void rollBack(TransactionAction<RuntimeException> action) {
    try {
      action.run();
    } catch (Rollback e) {
      assertThat(e).hasNoCause();
    }
  }

  private void hitSyncAndThrow(Durability durability) {
    sync.transact(
        durability,
        () -> {
          syncHits.increment();
          throw new Rollback();
        });
  }

  @Test
  void transact_rolledBack_takesItsRequestWithIt() {
    assertThat(
            forcesSync(
                () ->
                    sync.transact(
                        Durability.NONE,
                        () -> {
                          rollBack(() -> hitSyncAndThrow(Durability.SYNC));
                          syncHits.increment();
                        })))
        .isFalse();
    assertThat(
            forcesSync(
                () ->
                    Stm.atomic(
                        () -> {
                          rollBack(() -> hitSyncAndThrow(Durability.SYNC));
                          hitSync(Durability.NONE);
                        })))
        .isFalse();
  }

  @Test
  void transact_alternativeThatWasNotTaken_requestsNothing() {
    assertThat(
            forcesSync(
                () ->
                    Stm.orElse(
                        () -> sync.transact(Durability.SYNC, () -> hitAndRetry()),
                        () -> hitSync(Durability.NONE))))
        .isFalse();
  }

  private void hitAndRetry() {
    syncHits.increment();
    throw Stm.retry();
  }

  @Test
  void transact_secondAttempt_forgetsTheRequestsOfTheFirst() {
    int[] attempts = new int[1];
    boolean forced =
        forcesNone(
            () ->
                none.transact(
                    () -> {
                      long hits = noneHits.get();
                      if (attempts[0]++ == 0) {
                        hitNone(Durability.SYNC);
                        overtake();
                      }
                      noneHits.set(hits + 1);
                    }));
    assertThat(attempts[0]).isGreaterThan(1);
    assertThat(forced).isFalse();
  }

  /** Lets another thread change what the calling thread's attempt has read. */
  private void overtake() {
    none.transactAsync(
            () -> {
              noneHits.increment();
              return null;
            })
        .join();
  }

  // ---- inside transactions of Stm ----

  @Test
  void transact_firstInsideAtomic_decides() {
    assertThat(forcesSync(() -> Stm.atomic(() -> hitSync(Durability.NONE)))).isFalse();
    assertThat(forcesNone(() -> Stm.atomic(() -> hitNone(Durability.SYNC)))).isTrue();
  }

  @Test
  void transact_insideAtomicThatHasWritten_cannotAskForLess() {
    assertThat(
            forcesSync(
                () ->
                    Stm.atomic(
                        () -> {
                          syncHits.increment();
                          hitSync(Durability.NONE);
                        })))
        .isTrue();
  }

  @Test
  void transact_severalInsideAtomic_theStrongestCounts() {
    assertThat(
            forcesSync(
                () ->
                    Stm.atomic(
                        () -> {
                          hitSync(Durability.NONE);
                          hitSync(Durability.NONE);
                        })))
        .isFalse();
    assertThat(
            forcesSync(
                () ->
                    Stm.atomic(
                        () -> {
                          hitSync(Durability.NONE);
                          hitSync(Durability.ASYNC);
                        })))
        .isTrue();
    assertThat(
            forcesSync(
                () ->
                    Stm.atomic(
                        () -> {
                          hitSync(Durability.NONE);
                          sync.transact(syncHits::increment);
                        })))
        .isTrue();
  }

  // ---- before-commit hooks ----

  @Test
  void transact_inBeforeCommitHook_canAskForMore() {
    for (boolean writes : new boolean[] {true, false}) {
      assertThat(
              forcesSync(
                  () ->
                      sync.transact(
                          Durability.NONE,
                          () -> {
                            syncHits.increment();
                            Transaction.current().beforeCommit(() -> requestSync(writes));
                          })))
          .as("writes: " + writes)
          .isTrue();
    }
    assertThat(syncHits.get()).isEqualTo(3);
  }

  private void requestSync(boolean writes) {
    sync.transact(
        Durability.SYNC,
        () -> {
          if (writes) {
            syncHits.increment();
          }
        });
  }

  // ---- two stores ----

  @Test
  void transact_ofTwoStores_hasADurabilityForEach() {
    TransactionAction<RuntimeException> both =
        () ->
            none.transact(
                Durability.NONE,
                () -> {
                  noneHits.increment();
                  syncHits.increment();
                });
    assertThat(forcesNone(both)).isFalse();
    assertThat(forcesSync(both)).isTrue();

    TransactionAction<RuntimeException> bothWithout =
        () ->
            none.transact(
                () -> {
                  noneHits.increment();
                  hitSync(Durability.NONE);
                });
    assertThat(forcesNone(bothWithout)).isFalse();
    assertThat(forcesSync(bothWithout)).isFalse();

    TransactionAction<RuntimeException> swapped =
        () ->
            sync.transact(
                Durability.NONE,
                () -> {
                  syncHits.increment();
                  hitNone(Durability.SYNC);
                });
    assertThat(forcesSync(swapped)).isFalse();
    assertThat(forcesNone(swapped)).isTrue();
  }

  // ---- options ----

  @Test
  void transact_withOptions_hasThem() {
    String name =
        sync.transact(
            Durability.NONE,
            TransactionOptions.named("audit"),
            () -> {
              syncHits.increment();
              return Transaction.current().name();
            });
    assertThat(name).isEqualTo("audit");
    sync.transact(Durability.NONE, TransactionOptions.named("audit"), syncHits::increment);
    assertThat(syncHits.get()).isEqualTo(2);
  }

  @Test
  void transact_withTimeoutInsideATransaction_isRefusedAndRequestsNothing() {
    TransactionOptions options = TransactionOptions.timeout(Duration.ofDays(1));
    boolean forced =
        forcesNone(
            () ->
                none.transact(
                    () -> {
                      assertThatIllegalStateException()
                          .isThrownBy(
                              () -> none.transact(Durability.SYNC, options, noneHits::increment));
                      noneHits.increment();
                    }));
    assertThat(forced).isFalse();
    assertThat(noneHits.get()).isOne();
  }
}
