package io.isolde.stm.collection.parts;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.isolde.stm.LongRef;
import io.isolde.stm.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The value that a commit is about to give a ref, as a participant sees it. */
class PreparedValueTest {
  private static final long INITIAL = 10;

  private final LongRef ref = LongRef.of(INITIAL);
  private final List<Long> prepared = new ArrayList<>();

  /** Changes a ref. */
  interface Change {
    void apply(LongRef ref);
  }

  private static Stream<Named<Change>> changes() {
    return Stream.of(
        Named.of("add", ref -> ref.add(5)),
        Named.of("add twice", PreparedValueTest::addTwice),
        Named.of("set", ref -> ref.set(3)),
        Named.of("add, then set", PreparedValueTest::addThenSet),
        Named.of("get, then add", ref -> ref.add(ref.get())),
        Named.of("add, get, add", PreparedValueTest::addAroundGet),
        Named.of("commute", ref -> ref.commute(x -> x * 3)),
        Named.of("overflow", ref -> ref.add(Long.MAX_VALUE)));
  }

  private static void addTwice(LongRef ref) {
    ref.add(5);
    ref.add(-7);
  }

  private static void addThenSet(LongRef ref) {
    ref.add(5);
    ref.set(1);
  }

  private static void addAroundGet(LongRef ref) {
    ref.add(5);
    ref.add(ref.get());
  }

  private void changeAndNote(Change change) {
    change.apply(ref);
    Transaction.current().enlist(() -> prepared.add(PreparedValue.of(ref)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void prepared_isWhatIsPublished(Change change) {
    atomic(() -> changeAndNote(change));

    assertThat(prepared).containsExactly(ref.get());
  }

  /** Another transaction adds between the addition and the commit, and neither is lost. */
  @Test
  void prepared_afterAdditionOfAnother_countsIt() throws Exception {
    int attempts =
        atomic(
            () -> {
              changeAndNote(changed -> changed.add(5));
              Thread.startVirtualThread(() -> ref.add(100)).join();
              return Transaction.current().attempt();
            });

    assertThat(attempts).isEqualTo(1);
    assertThat(prepared).containsExactly(INITIAL + 105);
    assertThat(ref.get()).isEqualTo(INITIAL + 105);
  }

  @Test
  void prepared_ofWhatIsNotWritten_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                atomic(
                    () -> {
                      ref.get();
                      Transaction.current().enlist(() -> prepared.add(PreparedValue.of(ref)));
                    }));
    assertThat(prepared).isEmpty();
  }

  @Test
  void prepared_outsidePrepare_isRefused() {
    assertThatIllegalStateException().isThrownBy(() -> PreparedValue.of(ref));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                atomic(
                    () -> {
                      ref.add(1);
                      return PreparedValue.of(ref);
                    }));
    assertThat(ref.get()).isEqualTo(INITIAL);
  }
}
