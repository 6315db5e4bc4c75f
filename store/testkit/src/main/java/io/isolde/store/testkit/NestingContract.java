package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreRef;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Transactions inside transactions: they join the outer one, and may fail alone. */
interface NestingContract extends ContractPart {
  @Test
  default void nested_throwsAndIsCaught_undoesItsOwnEffectsOnly() {
    requires(Capability.ATOMIC_OVER_KEYS);
    StoreRef<String> city = store().ref("city", String.class, "Oslo");
    StoreCounter hits = store().counter("hits");

    store()
        .transact(
            () -> {
              city.set("Rome");
              assertThatThrownBy(() -> failAfterChanging(city, hits))
                  .isInstanceOf(IOException.class);
              assertThat(city.get()).isEqualTo("Rome");
              hits.add(1);
            });

    assertThat(city.get()).isEqualTo("Rome");
    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  default void nested_succeedsInsideOneThatThrows_isUndone() {
    requires(Capability.ATOMIC_OVER_KEYS);
    StoreRef<String> city = store().ref("city", String.class, "Oslo");

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          store().transact(() -> city.set("Rome"));
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(city.get()).isEqualTo("Oslo");
  }

  @Test
  default void nested_throwsInsideTwoThatThrow_undoesAll() {
    requires(Capability.ATOMIC_OVER_KEYS);
    StoreRef<String> city = store().ref("city", String.class, "Oslo");
    StoreCounter hits = store().counter("hits");

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          city.set("Rome");
                          failAfterChanging(city, hits);
                        }))
        .isInstanceOf(IOException.class);

    assertThat(city.get()).isEqualTo("Oslo");
    assertThat(hits.get()).isZero();
  }

  private void failAfterChanging(StoreRef<String> city, StoreCounter hits) throws IOException {
    store()
        .transact(
            () -> {
              city.set("Paris");
              hits.add(5);
              throw new IOException("planned");
            });
  }
}
