package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Capability;
import io.isolde.store.Store;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of every backend: what all backends promise, and what each promises beyond that by
 * its capabilities. The test of a backend extends this class and says what the backend is. Laws
 * about capabilities that it lacks are skipped; a report at the end says which promises were kept,
 * broken, and skipped.
 *
 * {@snippet :
 * class LockStoreTest extends StoreContract {
 *   LockStoreTest() {
 *     super("lock:", EnumSet.of(ATOMIC_OVER_KEYS, RETRY, CHANGES));
 *   }
 * }
 * }
 *
 * <p>A backend that several processes share gives another URI each time, and says how long its
 * operations take; it also keeps {@link io.isolde.store.testkit.shared.SharedStoreContract}.
 *
 * {@snippet :
 * class PostgresStoreTest extends StoreContract {
 *   PostgresStoreTest() {
 *     super(Server::fresh, EnumSet.complementOf(EnumSet.of(JOINS_STM)));
 *   }
 *
 *   @Override
 *   public Duration latency() {
 *     return Duration.ofSeconds(2);
 *   }
 * }
 * }
 */
@ExtendWith(PromiseReport.class)
public abstract class StoreContract
    implements NamesContract,
        RefContract,
        CounterContract,
        MapContract,
        MapFunctionContract,
        SortedMapContract,
        MapSuiteContract,
        AtomicityContract,
        TransferContract,
        NestingContract,
        SnapshotContract,
        WaitingContract,
        OrElseContract,
        HooksContract,
        TimeoutContract,
        AsyncContract,
        AbandonedCallContract,
        ChangesContract,
        ResumeContract,
        HistoryContract,
        MixingContract,
        CloseContract {
  private final Supplier<String> fresh;
  private final Set<Capability> promised;
  private String uri;
  private Store store;

  /**
   * Takes the URI of a backend whose stores are empty whenever they are opened, and the
   * capabilities that it is meant to have, so that the loss of one does not go unnoticed.
   */
  protected StoreContract(String uri, Set<Capability> promised) {
    this(() -> uri, promised);
  }

  /**
   * The same for a backend whose stores keep what is written, or are shared.
   *
   * @param fresh supplies the URI of a store in which nothing was ever written, another one each
   *     time: another directory, or another schema of a server
   * @param promised the capabilities that the backend is meant to have
   */
  protected StoreContract(Supplier<String> fresh, Set<Capability> promised) {
    this.fresh = fresh;
    this.promised = promised;
  }

  @BeforeEach
  void open() {
    uri = fresh.get();
    store = Store.open(uri);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  public final Store store() {
    return store;
  }

  /**
   * How long a transaction or snapshot of this backend takes at most if nothing holds it up, on a
   * busy machine. Laws with timeouts use at least that; and where a thread has to be held up, they
   * give it so much time to end. Override it where operations wait for another process.
   *
   * @return zero: in memory, operations take no time to speak of, and a thread's stack shows that
   *     it waits
   */
  @Override
  public Duration latency() {
    return Duration.ZERO;
  }

  @Test
  void capabilities_areThosePromised() {
    assertThat(store.capabilities()).isEqualTo(promised);
  }

  @Test
  void uri_isWhatTheStoreWasOpenedWith() {
    assertThat(store.uri()).hasToString(uri);
    assertThat(store).hasToString("store " + uri);
  }

  @Test
  void stores_ofFreshUris_areEmptyAndShareNothing() {
    store.counter("hits").set(1);
    store.map("stock", String.class, Integer.class).put("pears", 1);

    try (Store other = Store.open(fresh.get())) {
      assertThat(other.counter("hits").get()).isZero();
      assertThat(other.map("stock", Long.class, Long.class)).isEmpty();
    }
  }
}
