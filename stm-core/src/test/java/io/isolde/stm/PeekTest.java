package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import org.junit.jupiter.api.Test;

/** A peek reads without making the transaction depend on it. */
class PeekTest {
  @Test
  void peek_ofARefThatOthersChange_isNoConflict() {
    LongRef peeked = LongRef.of(0);
    LongRef written = LongRef.of(0);
    int attempts =
        atomic(
            () -> {
              long first = peeked.peek();
              Threads.elsewhere(peeked::increment);
              written.set(first + 10 * peeked.peek());
              return Transaction.current().attempt();
            });
    assertThat(attempts).isEqualTo(1);
    assertThat(written.get()).isEqualTo(10);
  }

  @Test
  void get_inItsPlace_isAConflict() {
    LongRef read = LongRef.of(0);
    LongRef written = LongRef.of(0);
    int attempts =
        atomic(
            () -> {
              long first = read.get();
              if (Transaction.current().attempt() == 1) {
                Threads.elsewhere(read::increment);
              }
              written.set(first);
              return Transaction.current().attempt();
            });
    assertThat(attempts).isEqualTo(2);
  }

  @Test
  void peek_ofOwnWrites_showsThem() {
    LongRef l = LongRef.of(0);
    IntRef i = IntRef.of(0);
    DoubleRef d = DoubleRef.of(0);
    BooleanRef b = BooleanRef.of(false);
    Ref<String> o = Ref.of("0");
    atomic(
        () -> {
          l.set(1);
          i.set(1);
          d.set(1);
          b.set(true);
          o.set("1");
          assertThat(l.peek() + " " + i.peek() + " " + d.peek() + " " + b.peek() + " " + o.peek())
              .isEqualTo("1 1 1.0 true 1");
          assertThat(atomic(() -> snapshot(() -> l.peek()))).isEqualTo(1);
        });
  }

  @Test
  void peek_inASnapshot_mayBeNewerThanItsReads() {
    LongRef ref = LongRef.of(0);
    long difference =
        snapshot(
            () -> {
              long read = ref.get();
              Threads.elsewhere(ref::increment);
              return ref.peek() - read;
            });
    assertThat(difference).isEqualTo(1);
  }

  @Test
  void peek_outside_isTheCommittedValue() {
    assertThat(LongRef.of(1).peek()).isEqualTo(1);
    assertThat(IntRef.of(1).peek()).isEqualTo(1);
    assertThat(DoubleRef.of(1).peek()).isEqualTo(1);
    assertThat(BooleanRef.of(true).peek()).isTrue();
    assertThat(Ref.of("1").peek()).isEqualTo("1");
  }

  /**
   * Writing a value that depends on a peek causes a lost update. The ref does not prevent it, as
   * its documentation says.
   */
  @Test
  void peek_followedByAWrite_overwritesWhatOthersWrote() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          long seen = ref.peek();
          Threads.elsewhere(() -> ref.set(10));
          ref.set(seen + 1);
        });
    assertThat(ref.get()).isEqualTo(1);
  }
}
