package io.isolde.store.testkit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What has returned in one JVM comes before what another begins afterwards. */
interface RealTimeContract extends SharedPart {
  /** How often both JVMs write, together. */
  int WRITES = 60;

  @Test
  default void write_thatHasReturned_isSeenByEveryReadOfTheOtherJvm() throws Exception {
    try (Store store = open();
        ChildJvm other = start(Answering.class)) {
      Places places = Places.in(store);
      ChildJvm.letBegin(other);
      for (int i = 1; i < WRITES; i += 2) {
        places.write(i);
        other.say("written");
        other.requireNext("[" + i + "]");
        assertThat(places.read()).containsExactly(i + 1L);
      }
    }
  }

  /** Says what it reads whenever it is told that something was written, after writing more. */
  class Answering implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      Places places = Places.in(store);
      parent.meet();
      for (int i = 1; i < WRITES; i += 2) {
        String unused = parent.hear();
        Set<Long> read = places.read();
        places.write(i + 1L);
        parent.say(read.toString());
      }
    }
  }

  /** A place of each kind, all with the same number between writes. */
  record Places(
      Store store,
      StoreCounter counter,
      StoreRef<Long> ref,
      StoreMap<String, Long> map,
      StoreMap<String, Long> sorted) {
    static Places in(Store store) {
      return new Places(
          store,
          store.counter("counter"),
          store.ref("ref", Long.class, 0L),
          store.map("map", String.class, Long.class),
          store.sortedMap("sorted", String.class, Long.class));
    }

    /** Writes a number everywhere, each time in an operation by itself. */
    void write(long number) {
      counter.set(number);
      ref.set(number);
      map.put("key", number);
      sorted.put("key", number);
    }

    /** The different numbers there, as they are read by operations, transactions and snapshots. */
    Set<Long> read() {
      Set<Long> numbers = new TreeSet<>();
      for (Supplier<Long> place : places()) {
        numbers.add(place.get());
        numbers.add(store.<Long, RuntimeException>transact(place::get));
        numbers.add(store.<Long, RuntimeException>snapshot(place::get));
      }
      return numbers;
    }

    private List<Supplier<Long>> places() {
      return List.of(counter::get, ref::get, () -> map.get("key"), () -> sorted.get("key"));
    }
  }

  @Test
  default void contents_outliveTheStoreOfTheJvmThatWroteThem() throws Exception {
    try (Store store = open()) {
      Places.in(store).write(7);
    }
    try (Store store = open();
        ChildJvm other = start(Reader.class)) {
      assertThat(Places.in(store).read()).containsExactly(7L);
      other.requireNext("[7]");
      other.awaitEnd();
    }
  }

  /** Says what it reads. */
  class Reader implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) {
      parent.say(Places.in(store).read().toString());
    }
  }
}
