package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Capability;
import io.isolde.store.Store;
import java.util.Set;
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
  private final String uri;
  private final Set<Capability> promised;
  private Store store;

  /**
   * Takes the URI that opens an empty store, and the capabilities that the backend is meant to
   * have, so that the loss of one does not go unnoticed.
   */
  protected StoreContract(String uri, Set<Capability> promised) {
    this.uri = uri;
    this.promised = promised;
  }

  @BeforeEach
  void open() {
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

  @Test
  void capabilities_areThosePromised() {
    assertThat(store.capabilities()).isEqualTo(promised);
  }

  @Test
  void uri_isWhatTheStoreWasOpenedWith() {
    assertThat(store.uri()).hasToString(uri);
    assertThat(store).hasToString("store " + uri);
  }
}
