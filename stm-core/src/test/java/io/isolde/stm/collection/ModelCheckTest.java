package io.isolde.stm.collection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.collection.ModelCheck;
import io.isolde.checks.collection.ModelCheck.Operation;
import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The checker itself: it lets correct structures pass, and catches wrong ones with a short story.
 */
class ModelCheckTest {
  /** A list in a ref; if {@code forgetful}, it loses its third element. */
  private static final class RefList extends AbstractList<Integer> {
    private final Ref<List<Integer>> elements = Ref.of(List.of());
    private final boolean forgetful;

    RefList(boolean forgetful) {
      this.forgetful = forgetful;
    }

    @Override
    public boolean add(Integer element) {
      elements.getAndUpdate(
          present -> {
            List<Integer> larger = new ArrayList<>(present);
            if (!forgetful || present.size() != 2) {
              larger.add(element);
            }
            return List.copyOf(larger);
          });
      return true;
    }

    @Override
    public Integer get(int index) {
      return elements.get().get(index);
    }

    @Override
    public int size() {
      return elements.get().size();
    }
  }

  private static Operation<List<Integer>> add(Random random) {
    int element = random.nextInt(10);
    return new Operation<>("add(" + element + ")", list -> list.add(element));
  }

  private static ModelCheck<List<Integer>> check(boolean forgetful) {
    return ModelCheck.<List<Integer>>of(() -> new RefList(forgetful), ArrayList::new)
        .inside(body -> Stm.atomic(body::run))
        .copying(ArrayList::new)
        .comparing(List::copyOf)
        .generating(ModelCheckTest::add);
  }

  @Test
  void run_ofARightStructure_passes() {
    check(false).run(100, 20);
  }

  @Test
  void run_ofAWrongStructure_failsWithTheFewestOperations() {
    assertThatThrownBy(() -> check(true).run(100, 20))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(?s)seed -?\\d+: contents are .*")
        .message()
        .satisfies(
            message -> {
              if (message.split("add", -1).length != 4) {
                throw new AssertionError("not shrunk to three operations: " + message);
              }
            });
  }
}
