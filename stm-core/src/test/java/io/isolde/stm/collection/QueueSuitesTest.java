package io.isolde.stm.collection;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.Feature;
import io.isolde.checks.collection.GuavaSuites;
import io.isolde.stm.Stm;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Guava's suite for queues, with the features that {@link java.util.concurrent.LinkedBlockingQueue}
 * and {@link java.util.concurrent.PriorityBlockingQueue} claim.
 */
@SuppressWarnings("JdkObsolete") // Guava's suites are made for JUnit 3
class QueueSuitesTest {
  private static TestSuite suite(
      String name, Function<List<String>, Queue<String>> make, Feature<?>... more) {
    List<Feature<?>> features = new ArrayList<>(List.of(more));
    features.add(CollectionFeature.GENERAL_PURPOSE);
    features.add(CollectionSize.ANY);
    return QueueTestSuiteBuilder.using(
            new TestStringQueueGenerator() {
              @Override
              protected Queue<String> create(String[] elements) {
                return make.apply(List.of(elements));
              }
            })
        .named(name)
        .withFeatures(features)
        .createTestSuite();
  }

  private static Queue<String> filled(Queue<String> queue, List<String> elements) {
    elements.forEach(queue::add);
    return queue;
  }

  private static List<TestSuite> suites() {
    return List.of(
        suite("TQueue", TQueue::new, CollectionFeature.KNOWN_ORDER),
        suite(
            "TQueue, bounded",
            elements -> filled(new TQueue<>(50), elements),
            CollectionFeature.KNOWN_ORDER),
        suite("TDeque", TDeque::new, CollectionFeature.KNOWN_ORDER),
        suite(
            "TDeque, bounded, used at both ends",
            elements -> filledFromBothEnds(elements),
            CollectionFeature.KNOWN_ORDER),
        suite("TPriorityQueue", TPriorityQueue::new),
        suite(
            "TPriorityQueue, bounded",
            elements -> filled(TPriorityQueue.bounded(50, null), elements)));
  }

  private static Queue<String> filledFromBothEnds(List<String> elements) {
    TDeque<String> deque = new TDeque<>(50);
    int middle = elements.size() / 2;
    elements.subList(0, middle).reversed().forEach(deque::addFirst);
    elements.subList(middle, elements.size()).forEach(deque::addLast);
    return deque;
  }

  @TestFactory
  Stream<DynamicNode> outsideTransactions() {
    return suites().stream().flatMap(GuavaSuites::outsideTransactions);
  }

  @TestFactory
  Stream<DynamicNode> insideTransactions() {
    return suites().stream()
        .flatMap(suite -> GuavaSuites.insideTransactions(suite, body -> Stm.atomic(body::run)));
  }
}
