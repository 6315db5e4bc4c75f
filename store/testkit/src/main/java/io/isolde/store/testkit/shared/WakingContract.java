package io.isolde.store.testkit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A transaction that waits is woken by commits of other JVMs, and misses none of them. */
interface WakingContract extends SharedPart {
  /** How often a JVM waits for another. */
  int WAITS = 16;

  /** How often each of two JVMs waits for its turn. */
  int TURNS = 100;

  /** What a transaction may wait for. */
  enum Gate {
    COUNTER {
      @Override
      boolean isOpen(Store store, int round) {
        return store.counter("gate").isAtLeast(round + 1L);
      }

      @Override
      void open(Store store, int round) {
        store.counter("gate").set(round + 1L);
      }
    },
    REF {
      @Override
      boolean isOpen(Store store, int round) {
        return store.ref("gate of strings", String.class, "").get().equals("open " + round);
      }

      @Override
      void open(Store store, int round) {
        store.ref("gate of strings", String.class, "").set("open " + round);
      }
    },
    KEY {
      @Override
      boolean isOpen(Store store, int round) {
        return store.map("gates", Integer.class, String.class).containsKey(round);
      }

      @Override
      void open(Store store, int round) {
        store.map("gates", Integer.class, String.class).put(round, "open");
      }
    },
    RANGE {
      @Override
      boolean isOpen(Store store, int round) {
        return !store.sortedMap("fences", Integer.class, String.class).tailMap(round).isEmpty();
      }

      @Override
      void open(Store store, int round) {
        store.sortedMap("fences", Integer.class, String.class).put(round, "open");
      }
    };

    static Gate of(int round) {
      return values()[round % values().length];
    }

    abstract boolean isOpen(Store store, int round);

    abstract void open(Store store, int round);
  }

  /** In half of the rounds the commit comes when the other probably waits already. */
  @Test
  default void check_madeTrueByAnotherJvm_isWokenInTime() throws Exception {
    try (Store store = open(Capability.RETRY);
        ChildJvm waiter = start(Waiter.class)) {
      ChildJvm.letBegin(waiter);
      for (int round = 0; round < WAITS; round++) {
        waiter.requireNext("waits " + round);
        if (round / 4 % 2 == 1) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        Gate.of(round).open(store, round);
        assertThat(waiter.next(wakeUpMax())).isEqualTo("woken " + round);
      }
    }
  }

  /** Waits again and again, and says when it must wait, and when it has been woken. */
  class Waiter implements Task {
    private int roundsSaid;

    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      parent.meet();
      for (int i = 0; i < WAITS; i++) {
        int round = i;
        store.transact(() -> pass(store, parent, round));
        parent.say("woken " + round);
      }
    }

    private void pass(Store store, Dialogue parent, int round) {
      boolean open = Gate.of(round).isOpen(store, round);
      if (!open && roundsSaid == round) {
        roundsSaid++;
        parent.say("waits " + round);
      }
      store.check(open);
    }
  }

  @Test
  default void turns_takenByTwoJvms_neverStop() throws Exception {
    try (Store store = open(Capability.RETRY);
        ChildJvm other = start(Player.class, "1", "" + wakeUpMax().toMillis())) {
      ChildJvm.letBegin(other);
      TransactionOptions inTime = TransactionOptions.timeout(wakeUpMax());
      Player.play(store, 0, inTime);
      other.requireNext("played");
      assertThat(store.counter("turn").get()).isEqualTo(2 * TURNS);
    }
  }

  /** Takes every second turn. */
  class Player implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      parent.meet();
      long first = Long.parseLong(arguments.get(0));
      long timeoutMillis = Long.parseLong(arguments.get(1));
      play(store, first, TransactionOptions.timeout(Duration.ofMillis(timeoutMillis)));
      parent.say("played");
    }

    static void play(Store store, long first, TransactionOptions inTime) {
      StoreCounter turn = store.counter("turn");
      for (int i = 0; i < TURNS; i++) {
        long own = first + 2L * i;
        store.transact(
            inTime,
            () -> {
              store.check(turn.isEqualTo(own));
              turn.increment();
            });
      }
    }
  }
}
