package io.isolde.store.testkit.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.isolde.store.Store;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A name is the same thing in all JVMs. */
interface SharedNamesContract extends SharedPart {
  /** How many new names two JVMs open at once. */
  int RACES = 12;

  @Test
  default void name_thatAnotherJvmHasOpened_isRefusedAsSomethingElse() throws Exception {
    try (Store store = open();
        ChildJvm other = start(Opener.class)) {
      ChildJvm.letBegin(other);
      other.requireNext("opened");

      assertRefused(() -> store.counter("stock"), "stock", "a counter", "a map of");
      assertRefused(
          () -> store.map("stock", String.class, Long.class),
          "stock",
          "java.lang.Long",
          "java.lang.Integer");
      assertRefused(
          () -> store.sortedMap("stock", String.class, Integer.class),
          "stock",
          "a sorted map of",
          "it was opened as a map of");
      assertRefused(() -> store.ref("hits", Long.class, 0L), "hits", "a ref of", "a counter");
      assertRefused(
          () -> store.ref("city", Integer.class, 1),
          "city",
          "java.lang.Integer",
          "java.lang.String");
      assertThat(store.map("stock", String.class, Integer.class)).containsEntry("pears", 3);
      assertThat(store.counter("hits").get()).isEqualTo(3);
      assertThat(store.ref("city", String.class, "Rome").get()).isEqualTo("Oslo");
    }
  }

  private static void assertRefused(ThrowingCallable opening, String... parts) {
    assertThatIllegalArgumentException().isThrownBy(opening).withMessageContainingAll(parts);
  }

  /** Opens a name of each kind, and stays. */
  class Opener implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      parent.meet();
      store.map("stock", String.class, Integer.class).put("pears", 3);
      store.counter("hits").add(3);
      String unused = store.ref("city", String.class, "Oslo").get();
      parent.say("opened");
      unused = parent.hear();
    }
  }

  @Test
  default void name_openedByTwoJvmsAtOnceAsDifferentKinds_isRefusedInOne() throws Exception {
    try (Store store = open();
        ChildJvm other = start(Racer.class)) {
      for (int i = 0; i < RACES; i++) {
        ChildJvm.letBegin(other);
        String name = "race " + i;
        boolean own = Racer.opens(() -> store.ref(name, String.class, "own"));
        boolean others = Boolean.parseBoolean(other.next());

        assertThat(List.of(own, others)).containsExactlyInAnyOrder(true, false);
        assertThat(Racer.opens(() -> store.counter(name))).isEqualTo(others);
      }
    }
  }

  /** Opens names as counters. */
  class Racer implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      for (int i = 0; i < RACES; i++) {
        String name = "race " + i;
        parent.meet();
        parent.say("" + opens(() -> store.counter(name)));
      }
    }

    static boolean opens(Runnable opening) {
      try {
        opening.run();
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  @Test
  default void ref_openedByTwoJvmsAtOnce_hasOneInitialValue() throws Exception {
    try (Store store = open();
        ChildJvm other = start(Beginner.class)) {
      for (int i = 0; i < RACES; i++) {
        ChildJvm.letBegin(other);
        String own = store.ref("first " + i, String.class, "own").get();

        assertThat(own).isIn("own", "other");
        other.requireNext(own);
      }
    }
  }

  /** Opens refs with values of its own. */
  class Beginner implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      for (int i = 0; i < RACES; i++) {
        parent.meet();
        parent.say(store.ref("first " + i, String.class, "other").get());
      }
    }
  }
}
