package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.orElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.IntRef;
import io.isolde.stm.Ref;
import io.isolde.stm.collection.TLatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Santa sleeps until all nine reindeer are back from their holidays, to deliver toys with them, or
 * three of his ten elves want to consult him; the reindeer go first. Nobody joins a group that is
 * full, and nobody leaves Santa before he has opened the gate.
 *
 * <p>S. Peyton Jones: Beautiful Concurrency (2007), here on virtual threads.
 */
class SantaClausTest {
  private static final int REINDEER = 9;
  private static final int ELVES = 10;
  private static final int ELVES_AT_A_TIME = 3;
  private static final int DELIVERIES = 20;
  private static final int CONSULTATIONS = 50;

  /** Those who meet Santa together: how many have come, and the two gates for those. */
  private static final class Meeting {
    private final int size;
    private final IntRef arrived = IntRef.of(0);
    private final TLatch in = new TLatch(1);
    private final TLatch done;
    private final TLatch out = new TLatch(1);

    Meeting(int size) {
      this.size = size;
      this.done = new TLatch(size);
    }
  }

  /** Where members of one kind wait for enough of their kind. */
  private static final class Group {
    private final int size;
    private final Ref<Meeting> next;

    Group(int size) {
      this.size = size;
      this.next = Ref.of(new Meeting(size));
    }

    /** Joins the next meeting when it has room. */
    Meeting join() {
      return atomic(
          () -> {
            Meeting meeting = next.get();
            check(meeting.arrived.get() < meeting.size);
            meeting.arrived.increment();
            return meeting;
          });
    }

    /** The meeting, when it is complete; others may then gather for the one after. */
    Meeting awaitComplete() {
      Meeting meeting = next.get();
      check(meeting.arrived.get() == meeting.size);
      next.set(new Meeting(size));
      return meeting;
    }
  }

  private final Group reindeer = new Group(REINDEER);
  private final Group elves = new Group(ELVES_AT_A_TIME);

  /** Who is with Santa at this moment; not transactional, so it shows what really happens. */
  private final AtomicInteger present = new AtomicInteger();

  private final List<Integer> meetings = new ArrayList<>();

  private void santa() {
    for (int i = 0; i < DELIVERIES + CONSULTATIONS; i++) {
      Meeting meeting = atomic(() -> orElse(reindeer::awaitComplete, elves::awaitComplete));
      assertThat(present).hasValue(0);
      meeting.in.countDown();
      meeting.done.await();
      assertThat(present).hasValue(meeting.size);
      meetings.add(meeting.size);
      present.set(0);
      meeting.out.countDown();
    }
  }

  private void meet(Group group) {
    Meeting meeting = group.join();
    meeting.in.await();
    present.incrementAndGet();
    meeting.done.countDown();
    meeting.out.await();
  }

  @Test
  void santa_withReindeerAndElves_meetsWholeGroupsOnly() {
    AtomicInteger requests = new AtomicInteger(CONSULTATIONS * ELVES_AT_A_TIME);
    Threads.together(
        Kind.VIRTUAL,
        1 + REINDEER + ELVES,
        being -> {
          if (being == 0) {
            santa();
          } else if (being <= REINDEER) {
            for (int i = 0; i < DELIVERIES; i++) {
              meet(reindeer);
            }
          } else {
            while (requests.getAndDecrement() > 0) {
              meet(elves);
            }
          }
        });
    assertThat(meetings.stream().filter(size -> size == REINDEER)).hasSize(DELIVERIES);
    assertThat(meetings.stream().filter(size -> size == ELVES_AT_A_TIME)).hasSize(CONSULTATIONS);
  }

  @Test
  void santa_whenBothGroupsWait_goesWithTheReindeer() {
    for (int i = 0; i < ELVES_AT_A_TIME; i++) {
      elves.join();
    }
    for (int i = 0; i < REINDEER; i++) {
      reindeer.join();
    }
    assertThat(atomic(() -> orElse(reindeer::awaitComplete, elves::awaitComplete)).size)
        .isEqualTo(REINDEER);
    assertThat(atomic(() -> orElse(reindeer::awaitComplete, elves::awaitComplete)).size)
        .isEqualTo(ELVES_AT_A_TIME);
  }
}
