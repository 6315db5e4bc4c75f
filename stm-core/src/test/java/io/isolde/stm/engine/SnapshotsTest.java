package io.isolde.stm.engine;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** History is kept while a pinned snapshot needs it, and only then. */
class SnapshotsTest {
  private final List<Long> open = new ArrayList<>();

  private long pin() {
    long pin = Snapshots.pin();
    open.add(pin);
    return pin;
  }

  private void unpin(long pin) {
    open.remove((Object) pin);
    Snapshots.unpin(pin);
  }

  @AfterEach
  void assertNothingIsPinnedOrRetained() {
    open.forEach(Snapshots::unpin);
    assertThat(Snapshots.pinned()).isZero();
    assertThat(Snapshots.newest()).isEqualTo(Snapshots.NONE);
    assertThat(Snapshots.estimatedRetained()).isZero();
  }

  private static int historyLength(Cell cell) {
    cell.assertInvariants();
    int length = 0;
    for (Version v = cell.historyAcquire(); v != null; v = v.next) {
      length++;
    }
    return length;
  }

  /** What a snapshot pinned at {@code pin} sees. */
  private static long valueAt(BitsCell cell, long pin) {
    return Word.version(cell.wordAcquire()) < pin
        ? cell.bitsAcquire()
        : Snapshots.find(cell, pin).bits;
  }

  @Test
  void history_whileNothingIsPinned_isNotKept() {
    LongRef ref = LongRef.of(0);
    for (int i = 0; i < 100; i++) {
      ref.set(i);
      atomic(() -> ref.add(1));
      snapshot(() -> ref.get());
    }
    assertThat(historyLength(ref)).isZero();
  }

  /** Participants are asked after the old value has been kept. */
  @Test
  void history_ofCommitsThatAreVetoed_isOneValue() {
    LongRef ref = LongRef.of(42);
    long pin = pin();
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> atomic(() -> setVetoed(ref)))
          .isInstanceOf(ArithmeticException.class);
      LongRef.of(0).set(1);
      Clock.tick();
    }
    Cell cell = ref;
    assertThat(cell.historyAcquire()).isNotNull().extracting(v -> v.next).isNull();
    ref.set(43);
    assertThat(historyLength(ref)).isEqualTo(1);
    assertThat(valueAt(ref, pin)).isEqualTo(42);
    unpin(pin);
  }

  private static void setVetoed(LongRef ref) {
    ref.set(0);
    Transaction.current()
        .enlist(
            () -> {
              throw new ArithmeticException("vetoed");
            });
  }

  @Test
  void history_ofAHotRefUnderOnePin_isOneValue() {
    LongRef hot = LongRef.of(42);
    long pin = pin();
    for (int i = 0; i < 1_000; i++) {
      if (i % 2 == 0) {
        hot.set(i);
      } else {
        atomic(() -> hot.add(1));
      }
      assertThat(historyLength(hot)).isLessThanOrEqualTo(1);
      assertThat(valueAt(hot, pin)).isEqualTo(42);
    }
    unpin(pin);
    assertThat(historyLength(hot)).isZero();
  }

  @Test
  void history_ofAHotRefUnderManyPins_isOneValueForEach() {
    LongRef hot = LongRef.of(0);
    List<Long> pins = new ArrayList<>();
    Map<Long, Long> valueThen = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      pins.add(pin());
      valueThen.put(pins.getLast(), hot.get());
      for (int n = 0; n < 20; n++) {
        hot.increment();
      }
      assertThat(historyLength(hot)).isLessThanOrEqualTo(pins.size());
    }
    Random random = new Random(1);
    while (!pins.isEmpty()) {
      unpin(pins.remove(random.nextInt(pins.size())));
      hot.increment();
      for (long pin : pins) {
        assertThat(valueAt(hot, pin)).isEqualTo(valueThen.get(pin));
      }
    }
    assertThat(historyLength(hot)).isZero();
  }

  @Test
  void history_ofRefsNeverWrittenAgain_goesWithTheLastPin() {
    List<LongRef> refs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      refs.add(LongRef.of(0));
    }
    long first = pin();
    refs.forEach(LongRef::increment);
    long second = pin();
    refs.forEach(LongRef::increment);
    unpin(first);
    assertThat(refs).allSatisfy(ref -> assertThat(valueAt(ref, second)).isEqualTo(1));
    unpin(second);
    assertThat(refs).allSatisfy(ref -> assertThat(historyLength(ref)).isZero());
  }

  /** A pin that stays open must not keep what only other pins needed. */
  @Test
  void history_keptForPinsThatAreGone_isSweptBesideALongOne() {
    List<LongRef> refs = new ArrayList<>();
    pin();
    for (int i = 0; i < 2_000; i++) {
      LongRef ref = LongRef.of(0);
      refs.add(ref);
      ref.set(1); // the long pin needs the value that this overwrites
      long brief = pin();
      ref.set(2); // and the brief pin needs this one
      unpin(brief);
    }
    int kept = refs.stream().mapToInt(ref -> historyLength(ref)).sum();
    assertThat(kept).isBetween(2_000, 3_200);
  }

  @Test
  void history_ofASnapshotThatThrows_goesWithIt() {
    LongRef ref = LongRef.of(0);
    LongRef other = LongRef.of(0);
    for (int i = 0; i < 10; i++) {
      try {
        snapshot(
            () -> {
              ref.get();
              Threads.elsewhere(() -> atomic(() -> increaseBoth(ref, other)));
              other.get();
              throw new IllegalStateException();
            });
      } catch (IllegalStateException e) {
        assertThat(Snapshots.pinned()).isZero();
      }
    }
    assertThat(historyLength(ref)).isZero();
  }

  private static void increaseBoth(LongRef a, LongRef b) {
    a.increment();
    b.increment();
  }

  @Test
  void longSnapshot_besideAHotRef_keepsOneValue() {
    LongRef hot = LongRef.of(0);
    LongRef other = LongRef.of(0);
    snapshot(
        () -> {
          long seen = other.get();
          for (int i = 0; i < 100; i++) {
            Threads.elsewhere(() -> atomic(() -> increaseBoth(hot, other)));
            assertThat(historyLength(hot)).isLessThanOrEqualTo(1);
          }
          assertThat(hot.get()).isEqualTo(seen);
        });
    assertThat(historyLength(hot)).isZero();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pin(long version, long[] values) {}

  /** Random pins, unpins and commits of one thread, against copies of an array. */
  @Test
  void randomPinsAndCommits_behaveLikeCopiesOfAnArray() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      LongRef[] refs = new LongRef[5];
      long[] model = new long[refs.length];
      for (int i = 0; i < refs.length; i++) {
        refs[i] = LongRef.of(0);
      }
      List<Pin> pins = new ArrayList<>();
      for (int step = 0; step < 150; step++) {
        int i = random.nextInt(refs.length);
        switch (random.nextInt(6)) {
          case 0 -> pins.add(new Pin(pin(), model.clone()));
          case 1 -> {
            if (!pins.isEmpty()) {
              unpin(pins.remove(random.nextInt(pins.size())).version);
            }
          }
          case 2 -> {
            int j = random.nextInt(refs.length);
            model[i]++;
            model[j]++;
            atomic(() -> increaseBoth(refs[i], refs[j]));
          }
          case 3 -> Clock.passed(Clock.now());
          default -> refs[i].set(++model[i]);
        }
        for (Pin pin : pins) {
          assertThat(valueAt(refs[i], pin.version))
              .as("seed %d, step %d", seed, step)
              .isEqualTo(pin.values[i]);
        }
      }
      pins.forEach(pin -> unpin(pin.version));
      for (LongRef ref : refs) {
        assertThat(historyLength(ref)).as("seed %d", seed).isZero();
      }
    }
  }

  /**
   * When all is over, no history is left, in whatever order the last commits and the last unpins
   * came.
   */
  @ParameterizedTest
  @EnumSource
  void history_afterSnapshotsBesideWriters_isGone(Kind kind) {
    for (int round = 0; round < 20; round++) {
      List<Ref<Integer>> refs = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        refs.add(Ref.of(0));
      }
      Threads.together(
          kind,
          4,
          number -> {
            for (int i = 0; i < 60; i++) {
              if (number < 2) {
                Ref<Integer> ref = refs.get(ThreadLocalRandom.current().nextInt(refs.size()));
                ref.set(i);
                atomic(() -> refs.get(0).set(ref.get()));
              } else {
                long pin = Snapshots.pin();
                Threads.letOthersRun();
                Snapshots.unpin(pin);
              }
            }
          });
      assertThat(Snapshots.estimatedRetained()).as("round %d", round).isZero();
      for (Ref<Integer> ref : refs) {
        assertThat(historyLength(ref)).as("round %d", round).isZero();
      }
    }
  }
}
