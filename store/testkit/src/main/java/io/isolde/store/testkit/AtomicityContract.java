package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreRef;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transactions: all or nothing, one at a time. A conflicting transaction comes at the worst moment:
 * it runs in the middle of a body, until it has ended or waits.
 */
interface AtomicityContract extends ContractPart {
  /** What a body may throw. */
  static List<Throwable> throwables() {
    return List.of(
        new IOException("planned"), new IllegalArgumentException("planned"), new Error("planned"));
  }

  @Test
  default void transact_body_returnsItsResult() {
    StoreCounter hits = store().counter("hits");

    long after = store().transact(() -> hits.addAndGet(1));

    assertThat(after).isEqualTo(1);
    assertThat(hits.get()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("throwables")
  default void transact_bodyThrows_undoesAllAndPasses(Throwable planned) {
    requires(Capability.ATOMIC_OVER_KEYS);
    StoreRef<String> city = store().ref("city", String.class, "Oslo");
    StoreCounter hits = store().counter("hits");
    StoreCounter size = store().counter("size");

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          city.set("Rome");
                          city.set("Paris");
                          hits.add(7);
                          size.set(3);
                          throw planned;
                        }))
        .isSameAs(planned);

    assertThat(city.get()).isEqualTo("Oslo");
    assertThat(hits.get()).isZero();
    assertThat(size.get()).isZero();
  }

  @Test
  default void dirtyRead_isImpossible() throws Exception {
    StoreRef<String> city = store().ref("city", String.class, "Oslo");
    AtomicReference<Worker<String>> reader = new AtomicReference<>();

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          city.set("Rome");
                          reader.set(Worker.start(city::get));
                          reader.get().awaitStalled(latency());
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(reader.get().result()).isEqualTo("Oslo");
  }

  @Test
  default void lostUpdate_isImpossible() throws Exception {
    StoreRef<Integer> sum = store().ref("sum", Integer.class, 0);
    AtomicReference<Worker<Integer>> other = new AtomicReference<>();

    store()
        .transact(
            () -> {
              int before = sum.get();
              if (other.get() == null) {
                other.set(Worker.start(() -> sum.updateAndGet(value -> value + 10)));
                other.get().awaitStalled(latency());
              }
              sum.set(before + 1);
            });

    other.get().result();
    assertThat(sum.get()).isEqualTo(11);
  }

  @Test
  default void writeSkew_isImpossible() throws Exception {
    requires(Capability.ATOMIC_OVER_KEYS);
    StoreCounter ada = store().counter("ada on duty");
    StoreCounter bob = store().counter("bob on duty");
    ada.set(1);
    bob.set(1);
    AtomicReference<Worker<Boolean>> other = new AtomicReference<>();

    store()
        .transact(
            () -> {
              boolean leaves = ada.get() + bob.get() > 1;
              if (other.get() == null) {
                other.set(Worker.start(() -> leaveUnlessAlone(bob, ada)));
                other.get().awaitStalled(latency());
              }
              ada.set(leaves ? 0 : 1);
            });

    other.get().result();
    assertThat(ada.get() + bob.get()).isEqualTo(1);
  }

  private boolean leaveUnlessAlone(StoreCounter leaving, StoreCounter staying) {
    return store()
        .transact(
            () -> {
              boolean leaves = leaving.get() + staying.get() > 1;
              leaving.set(leaves ? 0 : 1);
              return leaves;
            });
  }
}
