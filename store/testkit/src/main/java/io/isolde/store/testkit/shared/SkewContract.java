package io.isolde.store.testkit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Capability;
import io.isolde.store.Store;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.testkit.Worker;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a transaction has found absent is absent when it commits, whichever JVM writes. */
interface SkewContract extends SharedPart {
  /** How many tables there are, each with room for one guest. */
  int TABLES = 40;

  /** The keys of a table's seats: a range. */
  int SEATS = 100;

  /** How a transaction finds out whether a table is free. */
  enum Question {
    COUNT {
      @Override
      boolean isFree(StoreSortedMap<Integer, String> guests, int table) {
        return guests.subMap(table * SEATS, (table + 1) * SEATS).size() == 0;
      }
    },
    RANGE {
      @Override
      boolean isFree(StoreSortedMap<Integer, String> guests, int table) {
        return guests.subMap(table * SEATS, (table + 1) * SEATS).isEmpty();
      }
    },
    NEXT {
      @Override
      boolean isFree(StoreSortedMap<Integer, String> guests, int table) {
        Integer next = guests.ceilingKey(table * SEATS);
        return next == null || next >= (table + 1) * SEATS;
      }
    },
    KEYS {
      @Override
      boolean isFree(StoreSortedMap<Integer, String> guests, int table) {
        return !guests.containsKey(table * SEATS + OWN)
            && !guests.containsKey(table * SEATS + OTHER);
      }
    };

    static final int OWN = 93;
    static final int OTHER = 7;

    abstract boolean isFree(StoreSortedMap<Integer, String> guests, int table);

    StoreSortedMap<Integer, String> guests(Store store) {
      return store.sortedMap("guests", Integer.class, String.class);
    }

    /** Sits down at a table that is free. */
    boolean sitDown(Store store, int table, int seat) {
      return store.transact(
          () -> {
            boolean free = isFree(guests(store), table);
            Worker.letOthersRun();
            if (free) {
              guests(store).put(table * SEATS + seat, name());
            }
            return free;
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  default void writeSkew_acrossJvms_isImpossible(Question question) throws Exception {
    try (Store store = open(Capability.ATOMIC_OVER_KEYS);
        ChildJvm other = start(Guest.class, question.name())) {
      for (int table = 0; table < TABLES; table++) {
        ChildJvm.letBegin(other);
        boolean own = question.sitDown(store, table, Question.OWN);
        boolean others = Boolean.parseBoolean(other.next());

        assertThat(List.of(own, others)).containsExactlyInAnyOrder(true, false);
      }
      assertThat(question.guests(store)).hasSize(TABLES);
    }
  }

  /** Sits down at each table, if it is free. */
  class Guest implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      Question question = Question.valueOf(arguments.getFirst());
      for (int table = 0; table < TABLES; table++) {
        parent.meet();
        parent.say("" + question.sitDown(store, table, Question.OTHER));
      }
    }
  }
}
