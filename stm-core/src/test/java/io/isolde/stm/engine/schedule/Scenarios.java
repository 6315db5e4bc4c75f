package io.isolde.stm.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import io.isolde.checks.history.Recorder.GivenUp;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.ValidationException;
import io.isolde.stm.engine.Access;
import io.isolde.stm.engine.Cell;
import io.isolde.stm.engine.EngineProbe;
import io.isolde.stm.history.RecordedLong;
import io.isolde.stm.history.RecordedObject;
import io.isolde.stm.history.RecordedRef;
import io.isolde.stm.history.RecordedSum;
import io.isolde.stm.history.Supply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The protocols of the engine, each in a scenario that is as small as possible. */
enum Scenarios {
  /** Two commits lock the same cells in opposite order. */
  COMMITS_IN_OPPOSITE_ORDER {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedObject y = scenario.objectChain("y");
      scenario.thread(
          "A",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    x.replace(attempt, supply);
                    y.replace(attempt, supply);
                  }));
      scenario.thread(
          "B",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    y.replace(attempt, supply);
                    x.replace(attempt, supply);
                  }));
    }
  },

  /** Each transaction reads what the next one writes, in a circle. */
  COMMITS_THAT_READ_EACH_OTHER {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong[] refs = {scenario.chain("x"), scenario.chain("y"), scenario.chain("z")};
      for (int i = 0; i < refs.length; i++) {
        RecordedLong read = refs[i];
        RecordedLong written = refs[(i + 1) % refs.length];
        scenario.thread(
            "T" + i,
            actor ->
                actor.atomic(
                    (attempt, supply) -> {
                      read.read(attempt);
                      written.changeUnseen(attempt, supply);
                    }));
      }
    }
  },

  /** Transactions that pass a gate, in brief mode or not, beside one that changes it. */
  GATE_BESIDE_ITS_CHANGE {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong gate = scenario.chain("gate");
      RecordedLong x = scenario.chain("x");
      RecordedObject y = scenario.objectChain("y");
      scenario.thread(
          "brief",
          actor -> {
            actor.atomic(
                (attempt, supply) -> {
                  gate.readAsGate(attempt);
                  y.read(attempt);
                  gate.readAsGate(attempt);
                });
            actor.atomic(
                (attempt, supply) -> {
                  gate.readAsGate(attempt);
                  x.replace(attempt, supply);
                });
          });
      scenario.thread(
          "not brief",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    gate.readAsGate(attempt);
                    Transaction unused = Transaction.current();
                    x.replace(attempt, supply);
                  }));
      scenario.thread(
          "keeper",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    long before = gate.readAsGate(attempt);
                    x.read(attempt);
                    gate.set(attempt, supply, before);
                    y.replace(attempt, supply);
                    gate.readAsGate(attempt);
                  }));
    }
  },

  /** A reader extends, beside commits of what it has read and of what it will read. */
  EXTENSION_BESIDE_COMMITS {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedObject y = scenario.objectChain("y");
      RecordedLong z = scenario.chain("z");
      scenario.thread(
          "reader",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    x.read(attempt);
                    y.read(attempt);
                    z.read(attempt);
                  }));
      scenario.thread(
          "A",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    x.replace(attempt, supply);
                    y.replace(attempt, supply);
                  }));
      scenario.thread(
          "B",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    y.changeUnseen(attempt, supply);
                    z.changeUnseen(attempt, supply);
                  }));
    }
  },

  /**
   * Functions are applied before the lock is taken, and must be applied again if another commit was
   * faster.
   */
  FUNCTIONS_OF_THE_SAME_CELL {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedSum sum = scenario.sum("sum");
      for (String name : new String[] {"A", "B", "C"}) {
        scenario.thread(
            name,
            actor ->
                actor.atomic(
                    (attempt, supply) -> {
                      x.changeUnseen(attempt, supply);
                      sum.changeUnseen(attempt, supply);
                    }));
      }
    }
  },

  /** Operations outside transactions, beside a commit of the same cells. */
  SINGLE_OPERATIONS_BESIDE_A_COMMIT {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedSum sum = scenario.sum("sum");
      scenario.thread(
          "commit",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    x.replace(attempt, supply);
                    sum.replace(attempt, supply);
                  }));
      scenario.thread(
          "adder",
          actor -> {
            actor.single(sum::changeUnseen);
            actor.single(x::exchange);
          });
      scenario.thread(
          "reader",
          actor -> {
            actor.single((attempt, supply) -> x.read(attempt));
            actor.single((attempt, supply) -> sum.read(attempt));
            actor.single((attempt, supply) -> x.read(attempt));
          });
    }
  },

  /**
   * Outside transactions, an exchange and an addition in one, beside all who look at both cells.
   */
  EXCHANGES_WITH_ADDITIONS {
    @Override
    void arrange(Scenario scenario) {
      Ref<Integer> x = Ref.of(0);
      LongRef sum = LongRef.of(0);
      scenario.thread("A", actor -> exchangeTwice(x, sum));
      scenario.thread("B", actor -> exchangeTwice(x, sum));
      scenario.thread(
          "transaction", actor -> assertThat(Stm.atomic(() -> x.get() - sum.get())).isZero());
      scenario.thread(
          "snapshot",
          actor -> {
            assertThat(Stm.snapshot(() -> sum.get() - x.get())).isZero();
            assertThat(Stm.snapshot(() -> sum.get() - x.get())).isZero();
          });
      scenario.thread("waiter for x", actor -> Stm.atomic(() -> Stm.check(x.get() >= 3)));
      scenario.thread("waiter for the sum", actor -> Stm.atomic(() -> Stm.check(sum.get() >= 3)));
      scenario.check(() -> assertThat(sum.get()).isEqualTo(4));
    }
  },

  /** Exchanges with additions while a snapshot is pinned that needs only the old sum. */
  EXCHANGES_WITH_ADDITIONS_BESIDE_A_SNAPSHOT {
    @Override
    void arrange(Scenario scenario) {
      Ref<Integer> x = Ref.of(0);
      LongRef sum = LongRef.of(0);
      scenario.thread(
          "snapshot", actor -> assertThat(Stm.snapshot(() -> sum.get() - x.get())).isZero());
      scenario.thread(
          "writer",
          actor -> {
            for (int i = 0; i < 3; i++) {
              x.set(x.get());
              exchange(x, sum);
            }
          });
    }
  },

  /** The only exchange with an addition, which a thread begins to wait for. */
  EXCHANGE_WITH_ADDITION_BESIDE_A_WAITER {
    @Override
    void arrange(Scenario scenario) {
      Ref<Integer> x = Ref.of(0);
      LongRef sum = LongRef.of(0);
      scenario.thread("waiter", actor -> Stm.atomic(() -> Stm.check(sum.get() == 1)));
      scenario.thread("exchange", actor -> exchange(x, sum));
      scenario.check(() -> assertThat(x.get()).isEqualTo(1));
    }
  },

  /**
   * A writer that does not read; the values that it replaces are known because nobody else writes.
   */
  SINGLE_SETS_BESIDE_READERS {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedLong y = scenario.chain("y");
      scenario.thread(
          "setter",
          actor -> {
            long[] last = {Key.INITIAL, Key.INITIAL};
            for (int i = 0; i < 2; i++) {
              actor.single((attempt, supply) -> last[0] = x.set(attempt, supply, last[0]));
              actor.single((attempt, supply) -> last[1] = y.set(attempt, supply, last[1]));
            }
          });
      scenario.thread(
          "reader",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    y.read(attempt);
                    x.read(attempt);
                    y.read(attempt);
                  }));
      scenario.thread(
          "snapshot",
          actor ->
              actor.snapshot(
                  attempt -> {
                    y.read(attempt);
                    x.read(attempt);
                  }));
    }
  },

  /** Cells that are lent while threads only add to them, beside one that needs them back. */
  ADDITIONS_TO_STRIPES {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedSum sum = scenario.sum("sum");
      scenario.thread(
          "single",
          actor -> {
            actor.single(sum::changeUnseen);
            actor.single(sum::changeUnseen);
          });
      scenario.thread(
          "adder",
          actor -> {
            for (int i = 0; i < 2; i++) {
              actor.atomic(
                  (attempt, supply) -> {
                    sum.changeUnseen(attempt, supply);
                    x.replace(attempt, supply);
                  });
            }
          });
      scenario.thread(
          "reader",
          actor -> {
            actor.atomic(
                (attempt, supply) -> {
                  x.read(attempt);
                  sum.read(attempt);
                  x.read(attempt);
                });
            actor.single((attempt, supply) -> sum.read(attempt));
          });
    }
  },

  /** Transactions that add to two cells, both lent, are seen whole. */
  ADDITIONS_TO_STRIPES_OF_TWO_CELLS {
    @Override
    void arrange(Scenario scenario) {
      RecordedSum x = scenario.sum("x");
      RecordedSum y = scenario.sum("y");
      RecordedSum[] sums = {x, y};
      for (int i = 0; i < 2; i++) {
        RecordedSum one = sums[i];
        RecordedSum other = sums[1 - i];
        scenario.thread(
            "T" + i,
            actor -> {
              for (int k = 0; k < 2; k++) {
                actor.atomic(
                    (attempt, supply) -> {
                      one.changeUnseen(attempt, supply);
                      other.changeUnseen(attempt, supply);
                    });
              }
            });
      }
      scenario.thread(
          "reader",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    x.read(attempt);
                    y.read(attempt);
                  }));
      scenario.thread(
          "snapshot",
          actor ->
              actor.snapshot(
                  attempt -> {
                    x.read(attempt);
                    y.read(attempt);
                    x.read(attempt);
                  }));
    }
  },

  /** A waiter parks beside additions to stripes of what it waits for. */
  WAITER_BESIDE_ADDITIONS_TO_STRIPES {
    @Override
    void arrange(Scenario scenario) {
      LongRef counter = LongRef.of(0);
      for (String name : new String[] {"A", "B"}) {
        scenario.thread(
            name,
            actor -> {
              counter.increment();
              Stm.atomic(counter::increment);
            });
      }
      scenario.thread("waiter", actor -> Stm.atomic(() -> Stm.check(counter.get() == 4)));
      scenario.thread("other", actor -> Stm.atomic(() -> Stm.check(counter.isAtLeast(2))));
    }
  },

  /** Once a validator has been added, no addition to a stripe bypasses it. */
  VALIDATOR_ADDED_BESIDE_ADDITIONS_TO_STRIPES {
    @Override
    void arrange(Scenario scenario) {
      LongRef counter = LongRef.of(0);
      AtomicBoolean added = new AtomicBoolean();
      scenario.thread("validator", actor -> added.set(addValidator(counter)));
      for (String name : new String[] {"A", "B"}) {
        scenario.thread(
            name,
            actor -> {
              tryTo(counter::increment);
              tryTo(() -> Stm.atomic(counter::increment));
            });
      }
      scenario.check(() -> assertThat(counter.get()).isLessThanOrEqualTo(added.get() ? 1 : 4));
    }
  },

  /** What is added by who has added the watch is told, and no more than was added. */
  WATCH_ADDED_BESIDE_ADDITIONS_TO_STRIPES {
    @Override
    void arrange(Scenario scenario) {
      LongRef counter = LongRef.of(0);
      AtomicLong told = new AtomicLong();
      scenario.thread(
          "watcher",
          actor -> {
            counter.watch((before, after) -> told.addAndGet(after - before));
            counter.increment(); // without a read before, which would take the ref back
          });
      for (String name : new String[] {"A", "B"}) {
        scenario.thread(
            name,
            actor -> {
              counter.increment();
              Stm.atomic(counter::increment);
            });
      }
      scenario.check(
          () -> {
            assertThat(counter.get()).isEqualTo(5);
            assertThat(told.get()).isBetween(1L, 5L);
          });
    }
  },

  /** Each transaction compares what the other adds to. */
  COMPARISONS_IN_A_CIRCLE {
    @Override
    void arrange(Scenario scenario) {
      RecordedSum x = scenario.sum("x");
      RecordedSum y = scenario.sum("y");
      RecordedSum[] sums = {x, y};
      for (int i = 0; i < 2; i++) {
        RecordedSum compared = sums[i];
        RecordedSum changed = sums[1 - i];
        scenario.thread(
            "T" + i,
            actor ->
                actor.atomic(
                    (attempt, supply) -> {
                      compared.isAtLeast(attempt, 1);
                      compared.isAtLeast(attempt, 1 << 20);
                      changed.changeUnseen(attempt, supply);
                    }));
      }
    }
  },

  /** Answers that hold while the sums change, beside reads of what changes with them. */
  COMPARISONS_BESIDE_ADDITIONS {
    @Override
    void arrange(Scenario scenario) {
      RecordedSum x = scenario.sum("x");
      RecordedSum y = scenario.sum("y");
      RecordedLong z = scenario.chain("z");
      scenario.thread(
          "comparing",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    x.isAtLeast(attempt, 2);
                    y.isAtLeast(attempt, 2);
                    z.replace(attempt, supply);
                    x.isAtLeast(attempt, 1);
                  }));
      for (String name : new String[] {"A", "B"}) {
        scenario.thread(
            name, actor -> actor.atomic((attempt, supply) -> change(attempt, supply, y, x, z)));
      }
      scenario.thread(
          "adder",
          actor -> {
            actor.single(x::changeUnseen);
            actor.single(y::changeUnseen);
          });
    }
  },

  /** An answer, and a value read after it, are of one instant, also if the answer flips back. */
  ANSWER_THAT_FLIPS_BACK {
    @Override
    void arrange(Scenario scenario) {
      LongRef x = LongRef.of(0);
      LongRef y = LongRef.of(0);
      scenario.thread(
          "comparing",
          actor ->
              Stm.atomic(
                  () -> {
                    boolean low = x.isAtMost(0);
                    long when = y.get();
                    assertThat(low).isEqualTo(when != 1);
                    assertThat(y.isEqualTo(0)).isEqualTo(when == 0);
                  }));
      scenario.thread("there and back", actor -> thereAndBack(x, y));
    }
  },

  /** Two answers are of one instant, although each is found true again. */
  ANSWERS_THAT_FLIP_IN_TURN {
    @Override
    void arrange(Scenario scenario) {
      LongRef x = LongRef.of(0);
      LongRef y = LongRef.of(0);
      LongRef z = LongRef.of(0);
      scenario.thread("x first", actor -> compareBoth(x, y, z));
      scenario.thread("y first", actor -> compareBoth(y, x, z));
      scenario.thread(
          "changing",
          actor -> {
            Stm.atomic(
                () -> {
                  x.set(5);
                  y.set(-1);
                  z.set(1);
                });
            Stm.atomic(
                () -> {
                  x.set(-1);
                  y.set(5);
                });
          });
    }
  },

  /** A commit whose answer was false when it drew its version, and true again when it looked. */
  VERSION_OF_A_RENEWED_ANSWER {
    @Override
    void arrange(Scenario scenario) {
      LongRef x = LongRef.of(0);
      LongRef w = LongRef.of(0);
      Signals signals = new Signals();
      scenario.thread(
          "comparing",
          actor -> {
            Stm.atomic(
                () -> {
                  Stm.check(x.isAtMost(0));
                  signals.await("there");
                  w.set(1);
                  signals.give("body");
                });
            signals.give("committed");
          });
      scenario.thread(
          "there and back",
          actor -> {
            Stm.atomic(() -> x.set(w.get() == 0 ? 5 : 6));
            signals.give("there");
            signals.await("read");
            x.set(0);
          });
      scenario.thread(
          "reading",
          actor -> {
            signals.await("body");
            Stm.atomic(
                () -> {
                  long seen = x.get();
                  signals.give("read");
                  signals.await("committed");
                  assertThat(seen == 5 && w.get() == 1).isFalse();
                });
          });
    }
  },

  /** Accounts are never overdrawn, whoever transfers, by whichever kind of transaction. */
  TRANSFERS_THAT_COMPARE {
    @Override
    void arrange(Scenario scenario) {
      LongRef x = LongRef.of(2);
      LongRef y = LongRef.of(1);
      scenario.thread("x to y", actor -> transfer(x, y, 2));
      scenario.thread("y to x", actor -> transfer(y, x, 1));
      scenario.thread(
          "taking first",
          actor ->
              Stm.atomic(
                  () -> {
                    x.add(-2);
                    boolean enough = x.isAtLeast(0);
                    y.add(enough ? 2 : 0);
                    x.add(enough ? 0 : 2);
                  }));
      scenario.thread(
          "nested",
          actor ->
              Stm.atomic(
                  () -> {
                    boolean enough = Stm.atomic(() -> y.isAtLeast(3));
                    if (enough) {
                      y.add(-3);
                      x.add(3);
                    }
                  }));
      scenario.check(
          () -> {
            assertThat(x.get()).isBetween(0L, 3L);
            assertThat(y.get()).isEqualTo(3 - x.get());
          });
    }
  },

  /** What a rolled back block, or an alternative that waits, was told decides what follows. */
  ANSWERS_OF_ROLLED_BACK_BLOCKS {
    @Override
    void arrange(Scenario scenario) {
      LongRef x = LongRef.of(0);
      LongRef y = LongRef.of(0);
      scenario.thread("nested", actor -> addIfZero(x, y, true));
      scenario.thread("choosing", actor -> addIfZero(y, x, false));
      scenario.check(() -> assertThat(x.get() + y.get()).isEqualTo(1));
    }
  },

  /** Waiters for answers, some of which take what they have waited for. */
  RETRY_AFTER_COMPARISONS {
    @Override
    void arrange(Scenario scenario) {
      LongRef x = LongRef.of(0);
      LongRef y = LongRef.of(0);
      scenario.thread("taking", actor -> take(x, 2));
      scenario.thread("taking less", actor -> take(x, 1));
      scenario.thread(
          "either",
          actor ->
              Stm.orElse(
                  () -> Stm.check(y.isAtLeast(2)),
                  () -> Stm.check(x.isEqualTo(0) && y.isAtLeast(1))));
      scenario.thread(
          "giving",
          actor -> {
            x.add(1);
            Stm.atomic(
                () -> {
                  y.add(1);
                  x.add(1);
                });
            x.add(1);
          });
      scenario.check(() -> assertThat(x.get()).isZero());
    }
  },

  /** A turn is not taken with an answer that was false when the version was drawn, or after. */
  TURNS_IN_THE_ORDER_OF_ANSWERS {
    @Override
    void arrange(Scenario scenario) {
      LongRef x = LongRef.of(0);
      LongRef y = LongRef.of(0);
      LongRef changes = LongRef.of(0);
      Signals signals = new Signals();
      List<String> told = new ArrayList<>();
      scenario.thread(
          "comparing",
          actor -> {
            Stm.atomic(
                () -> {
                  Stm.check(x.isAtMost(0));
                  y.add(1);
                  Transaction.current().afterCommit(() -> told.add("compared"));
                  signals.give("body");
                });
            signals.give("committed");
          });
      scenario.thread(
          "there and back",
          actor -> {
            signals.await("read");
            for (int value = 1; value >= 0; value--) {
              int next = value;
              Stm.atomic(
                  () -> {
                    x.set(next);
                    changes.add(1);
                    Transaction.current().afterCommit(() -> told.add("changed"));
                  });
            }
          });
      scenario.thread(
          "reading",
          actor -> {
            signals.await("body");
            EngineProbe.unpin(EngineProbe.pin()); // advances the clock
            Stm.atomic(
                () -> {
                  long before = changes.get();
                  signals.give("read");
                  signals.await("committed");
                  if (y.get() == 1 && before == 0) {
                    signals.give("compared before the change");
                  }
                });
          });
      scenario.check(
          () -> {
            if (signals.given("compared before the change")) {
              assertThat(told).first().isEqualTo("compared");
            }
          });
    }
  },

  /** The elder reads what others compare, and the other way round. */
  ELDER_BESIDE_COMPARISONS {
    @Override
    void arrange(Scenario scenario) {
      RecordedSum x = scenario.sum("x");
      RecordedSum y = scenario.sum("y");
      scenario.elder(
          "elder",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    x.isAtLeast(attempt, 1);
                    y.replace(attempt, supply);
                  }));
      scenario.thread(
          "comparing",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    y.isAtLeast(attempt, 1);
                    x.changeUnseen(attempt, supply);
                  }));
      scenario.thread("adder", actor -> actor.single(x::changeUnseen));
    }
  },

  /**
   * A nested block that is rolled back writes what was read before; the read must still be
   * validated.
   */
  SKEW_AROUND_A_NESTED_ROLLBACK {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedLong y = scenario.chain("y");
      scenario.thread(
          "nested",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    long before = x.value(attempt);
                    rolledBack(attempt, () -> x.set(attempt, supply, before));
                    change(attempt, supply, y);
                  }));
      scenario.thread(
          "plain",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    y.read(attempt);
                    change(attempt, supply, x);
                  }));
    }
  },

  /** Nested blocks that are rolled back, beside a commit of what they touch. */
  NESTED_BLOCKS {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedObject y = scenario.objectChain("y");
      RecordedSum sum = scenario.sum("sum");
      scenario.thread(
          "nested",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    x.replace(attempt, supply);
                    rolledBack(attempt, () -> change(attempt, supply, x, y, sum));
                    x.read(attempt);
                    y.read(attempt);
                  }));
      scenario.thread(
          "choosing",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    attempt.enter();
                    Stm.orElse(
                        () -> {
                          change(attempt, supply, sum, y);
                          Stm.check(false);
                        },
                        attempt::rollBack);
                    sum.replace(attempt, supply);
                  }));
      scenario.thread(
          "plain", actor -> actor.atomic((attempt, supply) -> change(attempt, supply, y, sum)));
    }
  },

  /** One thread waits for what another commits among other cells. */
  RETRY_BESIDE_A_COMMIT {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedLong y = scenario.chain("y");
      scenario.thread(
          "waiter", actor -> actor.atomic((attempt, supply) -> Stm.check(y.value(attempt) != 0)));
      scenario.thread(
          "chooser",
          actor ->
              actor.atomic(
                  (attempt, supply) ->
                      Stm.orElse(
                          () -> Stm.check(x.value(attempt) != 0),
                          () -> Stm.check(y.value(attempt) != 0))));
      scenario.thread(
          "committer",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    x.replace(attempt, supply);
                    y.replace(attempt, supply);
                  }));
    }
  },

  /** Operations outside transactions wake waiters as well. */
  RETRY_BESIDE_SINGLE_OPERATIONS {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedSum sum = scenario.sum("sum");
      scenario.thread(
          "waiter",
          actor -> {
            actor.atomic((attempt, supply) -> Stm.check(x.value(attempt) != 0));
            actor.atomic((attempt, supply) -> Stm.check(sum.value(attempt) != 0));
          });
      scenario.thread(
          "setter",
          actor -> {
            actor.single((attempt, supply) -> x.set(attempt, supply, Key.INITIAL));
            actor.single(sum::changeUnseen);
          });
    }
  },

  /**
   * One snapshot waits for the second of two commits; another chooses between alternatives
   * meanwhile.
   */
  RETRY_IN_SNAPSHOTS {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedLong y = scenario.chain("y");
      scenario.thread(
          "waiter",
          actor ->
              actor.snapshot(
                  attempt -> {
                    x.read(attempt);
                    Stm.check(y.value(attempt) != Key.INITIAL);
                    x.read(attempt);
                  }));
      scenario.thread(
          "chooser",
          actor ->
              actor.snapshot(
                  attempt ->
                      Stm.orElse(
                          () -> Stm.check(y.value(attempt) != Key.INITIAL),
                          () -> Stm.check(x.value(attempt) != Key.INITIAL))));
      scenario.thread(
          "committer",
          actor -> {
            actor.single(x::exchange);
            actor.atomic(
                (attempt, supply) -> {
                  y.replace(attempt, supply);
                  x.replace(attempt, supply);
                });
          });
    }
  },

  /** Two threads pass a ball to and fro. */
  RETRY_OF_BOTH {
    @Override
    void arrange(Scenario scenario) {
      RecordedSum ball = scenario.sum("ball");
      for (int i = 0; i < 2; i++) {
        int mine = i;
        scenario.thread(
            "player" + i,
            actor -> {
              for (int round = 0; round < 2; round++) {
                actor.atomic(
                    (attempt, supply) -> {
                      Stm.check(Long.bitCount(ball.value(attempt)) % 2 == mine);
                      ball.changeUnseen(attempt, supply);
                    });
              }
            });
      }
    }
  },

  /**
   * A waiter that is woken by a change that does not suffice passes the wake-up on to the next in
   * line.
   */
  WAKE_UP_FOR_ANOTHER {
    @Override
    void arrange(Scenario scenario) {
      RecordedSum sum = scenario.sum("sum");
      scenario.thread(
          "exacting",
          actor ->
              actor.atomic((attempt, supply) -> Stm.check(Long.bitCount(sum.value(attempt)) == 2)));
      scenario.thread(
          "modest",
          actor -> {
            actor.atomic((attempt, supply) -> Stm.check(sum.value(attempt) != 0));
            actor.single(sum::changeUnseen);
          });
      scenario.thread("adder", actor -> actor.single(sum::changeUnseen));
    }
  },

  /**
   * One change serves all waiters: those that commit, lose an attempt, or fail pass the wake-up on.
   */
  WAKE_UP_FOR_ALL {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedLong y = scenario.chain("y");
      scenario.thread(
          "writing",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    Stm.check(x.value(attempt) != 0);
                    y.replace(attempt, supply);
                  }));
      scenario.thread(
          "failing",
          actor -> {
            try {
              actor.atomic(
                  (attempt, supply) -> {
                    Stm.check(x.value(attempt) != 0);
                    throw new GivenUp();
                  });
            } catch (GivenUp e) {
              // on purpose
            }
          });
      scenario.thread(
          "reading", actor -> actor.atomic((attempt, supply) -> Stm.check(x.value(attempt) != 0)));
      scenario.thread("committer", actor -> actor.single(x::exchange));
      scenario.thread(
          "rival",
          actor -> {
            actor.single(y::exchange);
            actor.single(y::exchange);
          });
    }
  },

  /**
   * A waiter for either of two refs is woken by one, and must not keep the wake-up of the other to
   * itself.
   */
  WAKE_UPS_OF_TWO {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedLong y = scenario.chain("y");
      scenario.thread(
          "either",
          actor ->
              actor.atomic(
                  (attempt, supply) ->
                      Stm.orElse(
                          () -> Stm.check(x.value(attempt) != 0),
                          () -> Stm.check(y.value(attempt) != 0))));
      scenario.thread(
          "waiter of x",
          actor -> actor.atomic((attempt, supply) -> Stm.check(x.value(attempt) != 0)));
      scenario.thread(
          "waiter of y",
          actor -> actor.atomic((attempt, supply) -> Stm.check(y.value(attempt) != 0)));
      scenario.thread(
          "committer",
          actor -> {
            actor.single(x::exchange);
            actor.single(y::exchange);
          });
    }
  },

  /** A snapshot is overtaken and pins, beside commits to all that it reads. */
  PIN_BESIDE_COMMITS {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedObject y = scenario.objectChain("y");
      scenario.thread(
          "snapshot",
          actor ->
              actor.snapshot(
                  attempt -> {
                    x.read(attempt);
                    y.read(attempt);
                    x.read(attempt);
                  }));
      for (String name : new String[] {"A", "B"}) {
        scenario.thread(
            name,
            actor -> {
              for (int i = 0; i < 2; i++) {
                actor.atomic(
                    (attempt, supply) -> {
                      y.replace(attempt, supply);
                      x.replace(attempt, supply);
                    });
              }
            });
      }
    }
  },

  /** Two snapshots at different versions, and single operations that must keep history. */
  PINS_BESIDE_SINGLE_OPERATIONS {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedSum sum = scenario.sum("sum");
      for (String name : new String[] {"S1", "S2"}) {
        scenario.thread(
            name,
            actor ->
                actor.snapshot(
                    attempt -> {
                      x.read(attempt);
                      sum.read(attempt);
                      x.read(attempt);
                    }));
      }
      scenario.thread(
          "setter",
          actor -> {
            long[] last = {Key.INITIAL};
            for (int i = 0; i < 3; i++) {
              actor.single(sum::changeUnseen);
              actor.single((attempt, supply) -> last[0] = x.set(attempt, supply, last[0]));
            }
          });
    }
  },

  /** Pins come and go beside commits that keep history, and sweeps that drop it. */
  PINS_THAT_COME_AND_GO {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedObject y = scenario.objectChain("y");
      List<Cell> cells = List.of(x.cell(), y.cell());
      for (String name : new String[] {"S1", "S2"}) {
        scenario.thread(
            name,
            actor -> {
              for (int i = 0; i < 2; i++) {
                long pin = EngineProbe.pin();
                EngineProbe.assertReadable(cells, pin);
                EngineProbe.unpin(pin);
              }
            });
      }
      scenario.thread(
          "writer",
          actor -> {
            for (int i = 0; i < 3; i++) {
              actor.atomic(
                  (attempt, supply) -> {
                    y.replace(attempt, supply);
                    x.replace(attempt, supply);
                  });
            }
          });
    }
  },

  /** The elder owns what it reads; others give way, and commit afterwards. */
  ELDER_BESIDE_COMMITS {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedObject y = scenario.objectChain("y");
      scenario.elder(
          "elder",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    x.read(attempt);
                    y.replace(attempt, supply);
                  }));
      scenario.thread(
          "A",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    y.read(attempt);
                    x.replace(attempt, supply);
                  }));
      scenario.thread("B", actor -> actor.single(x::exchange));
    }
  },

  /** Everybody who meets the elder deposes it; it still sees and writes what is right. */
  ELDER_THAT_IS_DEPOSED {
    @Override
    void arrange(Scenario scenario) {
      scenario.deposesElders();
      RecordedLong x = scenario.chain("x");
      RecordedObject y = scenario.objectChain("y");
      RecordedLong z = scenario.chain("z");
      scenario.elder(
          "elder",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    x.read(attempt);
                    y.read(attempt);
                    z.replace(attempt, supply);
                  }));
      scenario.thread(
          "A",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    z.read(attempt);
                    change(attempt, supply, x, y);
                  }));
      scenario.thread(
          "B", actor -> actor.atomic((attempt, supply) -> change(attempt, supply, y, x)));
    }
  },

  /**
   * Two transactions become the elder one after the other, and each waits for what the other holds.
   */
  ELDERS_IN_TURN {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedObject y = scenario.objectChain("y");
      scenario.elder(
          "first", actor -> actor.atomic((attempt, supply) -> change(attempt, supply, x, y)));
      scenario.elder(
          "second", actor -> actor.atomic((attempt, supply) -> change(attempt, supply, y, x)));
      scenario.thread(
          "plain",
          actor -> {
            actor.atomic((attempt, supply) -> change(attempt, supply, y, x));
            actor.single((attempt, supply) -> x.read(attempt));
          });
    }
  },

  /** A snapshot reads what the elder owns, and pins beside its commit. */
  ELDER_BESIDE_SNAPSHOTS {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedObject y = scenario.objectChain("y");
      scenario.elder(
          "elder",
          actor -> {
            actor.atomic((attempt, supply) -> change(attempt, supply, x, y));
            actor.atomic((attempt, supply) -> change(attempt, supply, y, x));
          });
      for (String name : new String[] {"S1", "S2"}) {
        scenario.thread(
            name,
            actor ->
                actor.snapshot(
                    attempt -> {
                      x.read(attempt);
                      y.read(attempt);
                    }));
      }
    }
  },

  /**
   * The elder retries: a change of what it read must wake it, although nobody could change that
   * before. The change that it waits for may have the same commit version as what it read.
   */
  ELDER_THAT_RETRIES {
    @Override
    void arrange(Scenario scenario) {
      RecordedSum sum = scenario.sum("sum");
      RecordedLong y = scenario.chain("y");
      scenario.elder(
          "elder",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    if (Transaction.current().attempt() > EngineProbe.lossesMax()) {
                      Stm.check(Long.bitCount(sum.value(attempt)) == 2);
                    }
                    y.replace(attempt, supply);
                  }));
      scenario.thread(
          "adder",
          actor -> {
            actor.single(sum::changeUnseen);
            actor.single(sum::changeUnseen);
          });
    }
  },

  /** One thread waits, one interrupts it, and one commits what it and another thread wait for. */
  INTERRUPT_BESIDE_A_WAKE_UP {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      scenario.thread(
          "waiter",
          actor -> {
            try {
              actor.atomic((attempt, supply) -> Stm.check(x.value(attempt) != 0));
            } catch (TransactionInterruptedException e) {
              assertThat(Thread.interrupted()).isTrue();
            }
          });
      scenario.thread("interrupter", actor -> scenario.interrupt(0));
      scenario.thread("committer", actor -> actor.single(x::exchange));
      scenario.thread(
          "next", actor -> actor.atomic((attempt, supply) -> Stm.check(x.value(attempt) != 0)));
    }
  },

  /** After-commit hooks run one transaction at a time, in commit order. */
  HOOKS_IN_COMMIT_ORDER {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      List<Long> told = new ArrayList<>(List.of(Key.INITIAL));
      for (String name : new String[] {"A", "B", "C"}) {
        scenario.thread(
            name,
            actor ->
                actor.atomic(
                    (attempt, supply) -> {
                      long before = x.value(attempt);
                      long after = x.set(attempt, supply, before);
                      Transaction.current()
                          .afterCommit(
                              () -> {
                                assertThat(told).last().isEqualTo(before);
                                told.add(after);
                              });
                    }));
      }
      scenario.check(() -> assertThat(told).hasSize(4));
    }
  },

  /**
   * A transaction that has read what another overwrites comes before the other in the orders of
   * hooks and of prepare, even if it only reads.
   */
  TURNS_IN_THE_ORDER_OF_READS {
    @Override
    void arrange(Scenario scenario) {
      RecordedLong x = scenario.chain("x");
      RecordedLong y = scenario.chain("y");
      Replay prepared = new Replay();
      Replay told = new Replay();
      scenario.thread(
          "reads x, writes y",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    long seen = x.value(attempt);
                    long written = y.set(attempt, supply, Key.INITIAL);
                    prepared.enlist(seen, Replay.ANY, Replay.ANY, written);
                    told.tell(seen, Replay.ANY, Replay.ANY, written);
                  }));
      scenario.thread(
          "writes x",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    long written = x.set(attempt, supply, Key.INITIAL);
                    prepared.enlist(Replay.ANY, Replay.ANY, written, Replay.ANY);
                    told.tell(Replay.ANY, Replay.ANY, written, Replay.ANY);
                  }));
      scenario.thread(
          "reads both",
          actor ->
              actor.atomic(
                  (attempt, supply) -> {
                    long seenX = x.value(attempt);
                    long seenY = y.value(attempt);
                    prepared.enlist(seenX, seenY, Replay.ANY, Replay.ANY);
                    told.tell(seenX, seenY, Replay.ANY, Replay.ANY);
                  }));
    }
  },

  /** Once a validator has been added, no commit bypasses it. */
  VALIDATOR_ADDED_BESIDE_COMMITS {
    @Override
    void arrange(Scenario scenario) {
      LongRef counter = LongRef.of(0);
      AtomicBoolean added = new AtomicBoolean();
      scenario.thread("validator", actor -> added.set(addValidator(counter)));
      scenario.thread("single", actor -> tryTo(counter::increment));
      scenario.thread("commit", actor -> tryTo(() -> Stm.atomic(counter::increment)));
      scenario.check(() -> assertThat(counter.get()).isLessThanOrEqualTo(added.get() ? 1 : 2));
    }
  };

  /** A replay of the transactions on two refs, in the order in which they are reported. */
  private static final class Replay {
    /** Stands for the value of a ref that a transaction did not read, or did not write. */
    static final long ANY = Long.MIN_VALUE;

    private long x = Key.INITIAL;
    private long y = Key.INITIAL;

    void enlist(long seenX, long seenY, long newX, long newY) {
      Transaction.current().enlist(() -> follow(seenX, seenY, newX, newY));
    }

    void tell(long seenX, long seenY, long newX, long newY) {
      Transaction.current().afterCommit(() -> follow(seenX, seenY, newX, newY));
    }

    private void follow(long seenX, long seenY, long newX, long newY) {
      assertThat(seenX).isIn(ANY, x);
      assertThat(seenY).isIn(ANY, y);
      x = newX == ANY ? x : newX;
      y = newY == ANY ? y : newY;
    }
  }

  /** Changes x there and back; y counts. */
  private static void compareBoth(LongRef first, LongRef second, LongRef changes) {
    Stm.atomic(
        () -> {
          boolean bothLow = first.isAtMost(0) && second.isAtMost(0);
          assertThat(changes.get()).isEqualTo(bothLow ? 0 : 1);
        });
  }

  private static void thereAndBack(LongRef x, LongRef y) {
    for (int value = 5; value >= 0; value -= 5) {
      int next = value;
      Stm.atomic(
          () -> {
            x.set(next);
            y.add(1);
          });
    }
  }

  private static void transfer(LongRef payer, LongRef payee, long amount) {
    Stm.atomic(
        () -> {
          if (payer.isAtLeast(amount)) {
            payer.add(-amount);
            payee.add(amount);
          }
        });
  }

  private static void exchangeTwice(Ref<Integer> ref, LongRef sum) {
    exchange(ref, sum);
    exchange(ref, sum);
  }

  /** Adds one to both, as {@code TMap} does when it inserts. */
  private static void exchange(Ref<Integer> ref, LongRef sum) {
    Integer before = ref.get();
    if (!Access.exchangeAndAdd(ref, before, before + 1, sum, 1)) {
      Stm.atomic(
          () -> {
            ref.set(ref.get() + 1);
            sum.add(1);
          });
    }
  }

  private static void take(LongRef ref, long amount) {
    Stm.atomic(
        () -> {
          Stm.check(ref.isAtLeast(amount));
          ref.add(-amount);
        });
  }

  /** Adds 1 to {@code changed} if a block whose effects are undone finds zero. */
  private static void addIfZero(LongRef compared, LongRef changed, boolean nested) {
    AtomicBoolean zero = new AtomicBoolean();
    Runnable asking = () -> zero.set(compared.isEqualTo(0));
    Stm.atomic(
        () -> {
          if (nested) {
            fail(asking);
          } else {
            Stm.orElse(() -> waitAfter(asking), () -> {});
          }
          if (zero.get()) {
            changed.add(1);
          }
        });
  }

  private static void fail(Runnable effects) {
    try {
      Stm.atomic(
          () -> {
            effects.run();
            throw new ArithmeticException();
          });
    } catch (ArithmeticException e) {
      // on purpose
    }
  }

  private static void waitAfter(Runnable effects) {
    effects.run();
    Stm.check(false);
  }

  /** What the threads of a scenario tell each other, besides what they commit. */
  private static final class Signals {
    private static final int LOOKS_MAX = 30;

    private final LongRef pause = LongRef.of(0);
    private final Set<String> given = ConcurrentHashMap.newKeySet();

    void give(String signal) {
      given.add(signal);
    }

    boolean given(String signal) {
      return given.contains(signal);
    }

    /** Lets other threads run until one has given the signal; but not for ever. */
    void await(String signal) {
      for (int i = 0; i < LOOKS_MAX && !given(signal); i++) {
        pause.peek();
      }
    }
  }

  private static boolean addValidator(LongRef counter) {
    try {
      counter.addValidator("at most 1", value -> value <= 1);
      return true;
    } catch (ValidationException e) {
      return false;
    }
  }

  private static void tryTo(Runnable transaction) {
    try {
      transaction.run();
    } catch (ValidationException e) {
      // refused
    }
  }

  private static void change(AttemptRecord attempt, Supply supply, RecordedRef... refs) {
    for (RecordedRef ref : refs) {
      ref.replace(attempt, supply);
    }
  }

  /** Runs {@code effects} in a nested block that fails. */
  private static void rolledBack(AttemptRecord attempt, Runnable effects) {
    attempt.enter();
    try {
      Stm.atomic(
          () -> {
            effects.run();
            throw new ArithmeticException();
          });
    } catch (ArithmeticException e) {
      attempt.rollBack();
    }
  }

  abstract void arrange(Scenario scenario);

  /** A new scenario, which has not run yet. */
  Scenario make() {
    Scenario scenario = new Scenario();
    arrange(scenario);
    return scenario;
  }
}
