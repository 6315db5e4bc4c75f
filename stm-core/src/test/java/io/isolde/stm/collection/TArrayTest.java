package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.ListFeature;
import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.checks.collection.GuavaSuites;
import io.isolde.checks.collection.ModelCheck;
import io.isolde.checks.collection.ModelCheck.Operation;
import io.isolde.stm.Stm;
import io.isolde.stm.StmStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Random;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link TArray}: refs in a row, and a list of fixed length. */
class TArrayTest {
  private static final int LENGTH = 8;

  private static TestSuite suite() {
    return ListTestSuiteBuilder.using(
            new TestStringListGenerator() {
              @Override
              protected List<String> create(String[] elements) {
                return new TArray<>(Arrays.asList(elements)).asList();
              }
            })
        .named("TArray.asList")
        .withFeatures(
            ListFeature.SUPPORTS_SET,
            CollectionFeature.ALLOWS_NULL_VALUES,
            CollectionFeature.KNOWN_ORDER,
            CollectionSize.ANY)
        .createTestSuite();
  }

  @TestFactory
  Stream<DynamicNode> asList_outsideTransactions_isAListOfFixedLength() {
    return GuavaSuites.outsideTransactions(suite());
  }

  @TestFactory
  Stream<DynamicNode> asList_insideATransaction_isAListOfFixedLength() {
    return GuavaSuites.insideTransactions(suite(), body -> Stm.atomic(body::run));
  }

  private static Operation<List<Integer>> operation(Random random) {
    int index = random.nextInt(LENGTH + 1); // sometimes out of range
    int value = random.nextInt(5);
    return switch (random.nextInt(8)) {
      case 0, 1, 2 ->
          new Operation<>("set(" + index + ", " + value + ")", list -> list.set(index, value));
      case 3 -> new Operation<>("get(" + index + ")", list -> list.get(index));
      case 4 -> new Operation<>("indexOf(" + value + ")", list -> list.indexOf(value));
      case 5 -> new Operation<>("sort from " + index, list -> sort(list, index));
      case 6 -> new Operation<>("replaceAll +" + value, list -> addToAll(list, value));
      default -> new Operation<>("iterator.set(" + value + ")", list -> setFirst(list, value));
    };
  }

  private static String sort(List<Integer> list, int from) {
    Collections.sort(list.subList(from, LENGTH));
    return "";
  }

  private static String addToAll(List<Integer> list, int summand) {
    list.replaceAll(element -> (element + summand) % 5);
    return "";
  }

  private static String setFirst(List<Integer> list, int value) {
    ListIterator<Integer> elements = list.listIterator();
    elements.next();
    elements.set(value);
    return elements.next() + " " + elements.previous();
  }

  @Test
  void operations_inTransactionsOrNot_areThoseOfAList() {
    ModelCheck.<List<Integer>>of(
            () -> new TArray<>(LENGTH, 0).asList(),
            () -> new ArrayList<>(Collections.nCopies(LENGTH, 0)))
        .inside(body -> Stm.atomic(body::run))
        .copying(ArrayList::new)
        .comparing(List::copyOf)
        .generating(TArrayTest::operation)
        .run(500, 30);
  }

  @Test
  void array_hasTheMethodsOfARef_forEachElement() {
    TArray<Integer> array = new TArray<>(List.of(10, 20));
    assertThat(array.length()).isEqualTo(2);
    assertThat(array.getAndSet(0, 11)).isEqualTo(10);
    assertThat(array.getAndUpdate(0, x -> x + 1)).isEqualTo(11);
    assertThat(array.updateAndGet(0, x -> x + 1)).isEqualTo(13);
    assertThat(array.getAndAccumulate(0, 5, Integer::sum)).isEqualTo(13);
    assertThat(array.accumulateAndGet(0, 5, Integer::sum)).isEqualTo(23);
    assertThat(array.compareAndSet(1, array.get(1), 30)).isTrue();
    assertThat(array.compareAndSet(1, 0, 40)).isFalse();
    array.ref(1).commute(x -> x + 1);
    array.set(0, 1);
    assertThat(array).containsExactly(1, 31);
    assertThat(array).hasToString("[1, 31]");
    assertThatThrownBy(() -> array.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new TArray<>(-1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void transactions_onDifferentElements_doNotConflict() {
    TArray<Integer> array = new TArray<>(2, 0);
    StmStatistics before = Stm.statistics();
    atomic(
        () -> {
          array.updateAndGet(0, x -> x + 1);
          Threads.elsewhere(() -> atomic(() -> array.updateAndGet(1, x -> x + 1)));
        });
    assertThat(array).containsExactly(1, 1);
    assertThat(Stm.statistics().conflicts()).isEqualTo(before.conflicts());
  }

  @Test
  void iterator_besideWriters_showsOneInstant() {
    TArray<Integer> array = new TArray<>(2, 0);
    Iterator<Integer> elements = array.iterator();
    List<Integer> copy = array.snapshotOf();
    array.set(0, 1);
    array.set(1, 1);
    assertThat(elements).toIterable().containsExactly(0, 0);
    assertThat(copy).containsExactly(0, 0);
    assertThatThrownBy(() -> copy.set(0, 1)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void write_inASnapshot_isRefused() {
    TArray<Integer> array = new TArray<>(1, 0);
    assertThatThrownBy(() -> snapshot(() -> array.set(0, 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(array.get(0)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void swaps_byManyThreads_keepAllElements(Kind kind) {
    TArray<Integer> array = new TArray<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
    Threads.together(
        kind,
        4,
        number -> {
          Random random = new Random(number);
          for (int i = 0; i < 500; i++) {
            int from = random.nextInt(LENGTH);
            int to = random.nextInt(LENGTH);
            atomic(() -> array.set(from, array.getAndSet(to, array.get(from))));
            assertThat(array.snapshotOf()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
          }
        });
  }
}
