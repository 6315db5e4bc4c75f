package io.isolde.stm.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import io.isolde.checks.history.Recorder.GivenUp;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.ValidationException;
import io.isolde.stm.engine.EngineProbe;
import io.isolde.stm.history.RecordedLong;
import io.isolde.stm.history.RecordedObject;
import io.isolde.stm.history.RecordedRef;
import io.isolde.stm.history.RecordedSum;
import io.isolde.stm.history.Supply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

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
