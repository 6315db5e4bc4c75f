package io.isolde.stm.engine;

import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.stm.ConflictRecording;
import io.isolde.stm.LongRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Long snapshots are pinned at once as long as others overtake them. While conflicts are recorded,
 * no snapshot is brief.
 */
class PinPredictorTest {
  private final List<LongRef> refs = refs(100);
  private final ConflictRecording recording = ConflictRecording.start();

  private static List<LongRef> refs(int count) {
    List<LongRef> refs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      refs.add(LongRef.of(0));
    }
    return refs;
  }

  /** A short snapshot makes the thread forget its long ones. */
  @BeforeEach
  void forgetLongSnapshots() {
    assertThat(snapshot(() -> refs.getFirst().get())).isZero();
  }

  @AfterEach
  void closeRecording() {
    recording.close();
  }

  /** How often a snapshot runs that another thread overtakes every time. */
  private int attemptsIfOvertaken() {
    AtomicInteger bodies = new AtomicInteger();
    snapshot(
        () -> {
          bodies.incrementAndGet();
          long first = refs.getFirst().get();
          Threads.elsewhere(refs.getLast()::increment);
          refs.forEach(LongRef::get);
          assertThat(refs.getFirst().get()).isEqualTo(first);
        });
    return bodies.get();
  }

  /** Whether a snapshot that reads {@code count} refs, and that nobody overtakes, is pinned. */
  private boolean isPinned(int count) {
    return snapshot(
        () -> {
          refs.subList(0, count).forEach(LongRef::get);
          return Snapshots.pinned() == 1;
        });
  }

  @Test
  void longSnapshots_thatAreOvertakenAllTheTime_startOverOnce() {
    assertThat(attemptsIfOvertaken()).isEqualTo(2);
    for (int i = 0; i < 200; i++) {
      assertThat(attemptsIfOvertaken()).as("snapshot %d", i).isEqualTo(1);
    }
  }

  @Test
  void longSnapshots_thatAreNoLongerOvertaken_areNotPinnedForEver() {
    assertThat(attemptsIfOvertaken()).isEqualTo(2);
    int pinned = 0;
    while (isPinned(100)) {
      pinned++;
    }
    assertThat(pinned).isEqualTo(31);
  }

  @Test
  void longSnapshots_afterAShortOne_areNotPinned() {
    assertThat(attemptsIfOvertaken()).isEqualTo(2);
    assertThat(isPinned(63)).isTrue();
    assertThat(isPinned(100)).isFalse();
  }
}
