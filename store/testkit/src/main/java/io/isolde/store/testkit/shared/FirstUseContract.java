package io.isolde.store.testkit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records and enums that several JVMs store for the first time at once mean the same to all. */
interface FirstUseContract extends SharedPart {
  @Test
  default void classes_firstUsedByTwoJvmsAtOnce_areReadByBothAndByOthers() throws Exception {
    List<Sample<?>> samples = Sample.all();
    try (Store store = open();
        ChildJvm other = start(User.class)) {
      for (Sample<?> sample : samples) {
        ChildJvm.letBegin(other);
        sample.put(store, "own");
      }
      ChildJvm.letBegin(other);
      assertThat(samples).allMatch(sample -> sample.isFound(store, "other"));
      other.requireNext("" + samples.size());
    }
    try (Store later = open()) {
      assertThat(samples).allMatch(sample -> sample.isFound(later, "own"));
      assertThat(samples).allMatch(sample -> sample.isFound(later, "other"));
    }
  }

  /** Stores values of its own, and says how many of the others it finds. */
  class User implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      for (Sample<?> sample : Sample.all()) {
        parent.meet();
        sample.put(store, "other");
      }
      parent.meet();
      long found = Sample.all().stream().filter(sample -> sample.isFound(store, "own")).count();
      parent.say("" + found);
    }
  }
}
