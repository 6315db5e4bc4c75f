package io.isolde.stm.engine;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Transaction;
import io.isolde.stm.engine.Points.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The laws once more, while threads are delayed at random points of the engine and validations fail
 * at random, so that rare paths and narrow races occur often. Without that, on two cores, a thread
 * is hardly ever preempted in the middle of a commit.
 */
@EnabledIfSystemProperty(named = "isolde.points", matches = "true")
class ShakenTest {
  private static final int THREADS = 4;

  private final List<LongRef> refs = new ArrayList<>();

  /** Yields or parks at a few of the points, and makes some validations fail. */
  private static final class Shaking implements Points.Probe {
    @Override
    public void reached(Point point) {
      int random = ThreadLocalRandom.current().nextInt(64);
      if (random < 4) {
        Threads.letOthersRun();
      } else if (random == 4) {
        LockSupport.parkNanos(1_000);
      }
    }

    @Override
    public boolean failsValidation() {
      return ThreadLocalRandom.current().nextInt(16) == 0;
    }

    @Override
    public boolean extendsAtOnce() {
      return ThreadLocalRandom.current().nextBoolean();
    }

    @Override
    public boolean lends() {
      return ThreadLocalRandom.current().nextBoolean();
    }

    @Override
    public boolean skipsBriefMode() {
      return ThreadLocalRandom.current().nextBoolean();
    }
  }

  @BeforeEach
  void shake() {
    for (int i = 0; i < 20; i++) {
      refs.add(LongRef.of(100));
    }
    Points.install(new Shaking());
  }

  @AfterEach
  void assertInvariants() {
    Points.install(null);
    for (LongRef ref : refs) {
      Cell cell = ref;
      cell.assertInvariants();
      assertThat(Word.isFree(cell.wordAcquire())).as(cell::describe).isTrue();
      assertThat(cell.historyAcquire()).isNull();
    }
    assertThat(Snapshots.pinned()).isZero();
    assertThat(Snapshots.estimatedRetained()).isZero();
    assertThat(Waiters.any()).isFalse();
  }

  private long total() {
    long total = 0;
    for (LongRef ref : refs) {
      total += ref.get();
    }
    return total;
  }

  private void assertTotal() {
    long total = total();
    if (total != 2_000) {
      throw new AssertionError("an attempt saw a total of " + total);
    }
  }

  /** Transfers in every style, concurrent with audits in every style. */
  @ParameterizedTest
  @EnumSource
  void transfersAndAudits_preserveTheTotal(Kind kind) {
    Threads.together(
        kind,
        THREADS,
        number -> {
          Random random = new Random(number);
          for (int i = 0; i < 400; i++) {
            LongRef from = refs.get(random.nextInt(refs.size()));
            LongRef to = refs.get(random.nextInt(refs.size()));
            switch (random.nextInt(7)) {
              case 0 -> atomic(() -> assertTotal());
              case 1 -> snapshot(() -> assertTotal());
              case 2 ->
                  atomic(
                      () -> {
                        from.add(-1);
                        to.commute(x -> x + 1);
                      });
              case 3 ->
                  orElse(
                      () -> {
                        from.add(-50);
                        to.add(50);
                        check(from.get() >= 0);
                      },
                      () -> assertTotal());
              case 4 ->
                  atomic(
                      () -> {
                        assertTotal();
                        from.set(from.get() - 1);
                        to.set(to.get() + 1);
                        assertTotal();
                      });
              case 5 ->
                  atomic(
                      () -> {
                        from.set(from.get() - 1);
                        Transaction.current().beforeCommit(() -> to.set(to.get() + 1));
                      });
              default ->
                  atomic(
                      () -> {
                        long amount = Math.min(3, from.get());
                        from.set(from.get() - amount);
                        to.set(to.get() + amount);
                      });
            }
          }
        });
    assertThat(total()).isEqualTo(2_000);
  }

  @ParameterizedTest
  @EnumSource
  void increments_inEveryStyle_areNotLost(Kind kind) {
    LongRef ref = refs.get(0);
    Ref<Long> object = Ref.of(100L);
    Threads.together(
        kind,
        THREADS,
        number -> {
          for (int i = 0; i < 400; i++) {
            switch ((i + number) % 5) {
              case 0 -> ref.add(1);
              case 1 -> ref.commute(x -> x + 1);
              case 2 -> ref.incrementAndGet();
              case 3 -> atomic(() -> ref.set(ref.get() + 1));
              default -> atomic(() -> atomic(() -> ref.increment()));
            }
            switch ((i + number) % 3) {
              case 0 -> object.commute(x -> x + 1);
              case 1 -> object.updateAndGet(x -> x + 1);
              default -> atomic(() -> object.set(object.get() + 1));
            }
          }
        });
    assertThat(ref.get()).isEqualTo(100 + THREADS * 400);
    assertThat(object.get()).isEqualTo(100 + THREADS * 400);
  }

  /** The tokens circulate; a lost wake-up would stop them. */
  @ParameterizedTest
  @EnumSource
  void tokensInARing_neverStop(Kind kind) {
    List<Ref<Integer>> places = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      places.add(Ref.of(i < 2 ? i : null));
    }
    Threads.together(
        kind,
        THREADS,
        number -> {
          for (int i = 0; i < 150; i++) {
            atomic(
                () -> {
                  Ref<Integer> here = places.get(number);
                  Ref<Integer> next = places.get((number + 1) % THREADS);
                  Integer token = here.get();
                  check(token != null && next.get() == null);
                  here.set(null);
                  next.set(token);
                });
          }
        });
    assertThat(places)
        .extracting(Ref::get)
        .filteredOn(token -> token != null)
        .containsExactlyInAnyOrder(0, 1);
  }

  @ParameterizedTest
  @EnumSource
  void hooks_runInCommitOrder(Kind kind) {
    LongRef ref = refs.get(0);
    List<Long> order = new ArrayList<>(); // guarded by the law under test
    Threads.together(
        kind,
        THREADS,
        number -> {
          for (int i = 0; i < 150; i++) {
            atomic(
                () -> {
                  long value = ref.incrementAndGet();
                  Transaction.current().afterCommit(() -> order.add(value));
                });
          }
        });
    assertThat(order).isSorted().doesNotHaveDuplicates().hasSize(THREADS * 150);
  }

  /**
   * Long transactions over the same refs: most of them commit as elders, and each within the bound.
   */
  @ParameterizedTest
  @EnumSource
  void longTransactions_commitWithinTheBound(Kind kind) {
    Threads.together(
        kind,
        THREADS,
        number -> {
          for (int i = 0; i < 40; i++) {
            int attempts =
                atomic(
                    () -> {
                      assertTotal();
                      for (int n = 0; n < refs.size() - 1; n++) {
                        LongRef ref = refs.get(number % 2 == 0 ? n : refs.size() - 1 - n);
                        ref.set(ref.get() + (n % 2 == 0 ? 1 : -1));
                      }
                      LongRef last = refs.get(number % 2 == 0 ? refs.size() - 1 : 0);
                      last.set(last.get() - 1);
                      return Transaction.current().attempt();
                    });
            assertThat(attempts).isLessThanOrEqualTo(Elder.LOSSES_MAX + 1);
          }
        });
    assertThat(total()).isEqualTo(2_000);
  }

  /** A reader sees each state as a whole, and never an older one than it knows of. */
  @ParameterizedTest
  @EnumSource
  void values_neverGoBackAndNeverDiffer(Kind kind) {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    AtomicLong latest = new AtomicLong();
    Threads.together(
        kind,
        THREADS,
        number -> {
          for (int i = 0; i < 500; i++) {
            if (number == 0) {
              atomic(
                  () -> {
                    b.add(1);
                    a.set(b.get());
                  });
            } else {
              long known = latest.get();
              long seen =
                  switch (i % 4) {
                    case 0 -> a.get();
                    case 1 -> snapshot(() -> equal(a, b));
                    case 2 -> atomic(() -> equal(b, a));
                    default -> b.peek();
                  };
              assertThat(seen).isGreaterThanOrEqualTo(known);
              latest.accumulateAndGet(seen, Math::max);
            }
          }
        });
    assertThat(a.get()).isEqualTo(500);
  }

  private static long equal(LongRef first, LongRef second) {
    long value = first.get();
    if (second.get() != value) {
      throw new AssertionError("an attempt saw " + value + " and " + second.get());
    }
    return value;
  }
}
