package io.isolde.store.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Owners of stores that are dropped without being closed. */
class DroppedStoreTest {
  private static final int MANY = 1000;

  @ParameterizedTest
  @ValueSource(strings = {"agent:", "agents:"})
  void store_droppedWithoutClose_isCollectedWithItsOwners(String uri) throws Exception {
    ReferenceQueue<Store> collected = new ReferenceQueue<>();
    Set<Reference<?>> references = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      references.add(new PhantomReference<>(used(uri), collected));
    }

    while (!references.isEmpty()) {
      System.gc();
      for (Reference<?> gone = collected.remove(100); gone != null; gone = collected.poll()) {
        references.remove(gone);
      }
    }
  }

  private static Store used(String uri) {
    Store store = Store.open(uri);
    store.map("accounts", String.class, Long.class).put("alice", 1L);
    store.counter("hits").increment();
    assertThat(store.counter("hits").get()).isEqualTo(1);
    return store;
  }
}
