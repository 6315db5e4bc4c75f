package io.isolde.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isolde.stm.Subscription;
import io.isolde.store.testkit.Worker;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What agents and their callers leave behind: nothing. */
class AgentLeakTest {
  private static final int MANY = 100_000;

  private final AtomicInteger threads = new AtomicInteger();

  /** Options whose executor counts the threads that run agents. */
  private AgentOptions counting() {
    return AgentOptions.DEFAULT.withExecutor(
        duty ->
            Thread.startVirtualThread(
                () -> {
                  threads.incrementAndGet();
                  duty.run();
                  threads.decrementAndGet();
                }));
  }

  private void awaitNoThread() {
    while (threads.get() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void agents_droppedWithoutClose_areCollected() throws Exception {
    ReferenceQueue<Agent<?>> collected = new ReferenceQueue<>();
    Set<Reference<?>> references = new HashSet<>();
    makeAndUse(MANY, references, collected);
    awaitNoThread();

    while (!references.isEmpty()) {
      System.gc();
      for (Reference<?> gone = collected.remove(100); gone != null; gone = collected.poll()) {
        references.remove(gone);
      }
    }

    assertThat(threads).hasValue(0);
  }

  @Test
  void agents_linkedToALivingOneAndDropped_areForgotten() throws Exception {
    Agent<Integer> living = Agent.of(0);
    ReferenceQueue<Agent<?>> collected = new ReferenceQueue<>();
    Set<Reference<?>> references = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      Agent<Integer> agent = Agent.of(i);
      Subscription unused = i % 2 == 0 ? living.link(agent) : agent.link(living);
      references.add(new PhantomReference<>(agent, collected));
    }

    while (!references.isEmpty()) {
      System.gc();
      for (Reference<?> gone = collected.remove(100); gone != null; gone = collected.poll()) {
        references.remove(gone);
      }
    }

    while (living.watches() > 0) {
      Thread.onSpinWait();
    }
  }

  /** Although only the first and the last agent of a chain of links are held, they end together. */
  @Test
  void agents_linkedThroughADroppedOne_endTogether() throws Exception {
    Agent<Integer> first = Agent.of(0);
    Agent<Integer> last = Agent.of(0);
    linkThroughAnother(first, last);
    for (int i = 0; i < 3; i++) {
      System.gc();
    }

    first.close();

    while (!last.isEnded()) {
      Thread.onSpinWait();
    }
  }

  private static void linkThroughAnother(Agent<Integer> first, Agent<Integer> last) {
    Agent<Integer> between = Agent.of(0);
    between.link(first);
    between.link(last);
  }

  private void makeAndUse(
      int count, Set<Reference<?>> references, ReferenceQueue<Agent<?>> collected) {
    AgentOptions options = counting();
    Agent<Integer> before = Agent.of(options, 0);
    for (int i = 0; i < count; i++) {
      Agent<Integer> agent = Agent.of(options, i);
      if (i % 10 == 0) {
        agent.link(before);
        agent.monitor((ended, cause) -> threads.incrementAndGet());
        agent.tell(state -> state + 1);
        before = agent;
      }
      references.add(new PhantomReference<>(agent, collected));
    }
  }

  @Test
  void callers_timeOutAgainAndAgain_leaveNoThreadAndBlockNobody() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    Held held = new Held(counting());
    for (int i = 0; i < 200; i++) {
      assertThatExceptionOfType(AgentTimeoutException.class)
          .isThrownBy(
              () -> held.agent.ask(Duration.ofNanos(1), state -> handled.incrementAndGet()));
    }
    assertThat(threads).hasValue(1);

    held.letGo();

    assertThat(held.agent.<Integer, RuntimeException>ask(state -> state)).isEqualTo(1);
    assertThat(handled).hasValue(0);
    awaitNoThread();
  }

  @Test
  void callers_interruptedAtAnyMoment_leaveNoThreadAndBlockNobody() throws Exception {
    Agent<Integer> agent = Agent.of(counting().withCapacity(2), 0);
    AtomicInteger changes = new AtomicInteger();
    List<Worker<Boolean>> callers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      callers.add(Worker.start(() -> increment(agent, changes)));
      if (i % 2 == 0) {
        callers.get(i / 2).interrupt();
      }
    }
    for (Worker<Boolean> caller : callers) {
      caller.result();
    }

    assertThat(agent.<Integer, RuntimeException>ask(state -> state)).isEqualTo(changes.get());
    awaitNoThread();
  }

  /** Counts the change if the caller gets a reply: exactly then the state has changed. */
  private static boolean increment(Agent<Integer> agent, AtomicInteger changes) {
    try {
      agent.askAndUpdate(state -> new Answer<>(state + 1, true));
      changes.incrementAndGet();
      return true;
    } catch (AgentInterruptedException e) {
      return false;
    }
  }

  @Test
  void caller_diesInTheMiddleOfItsCall_leavesTheAgentServing() throws Exception {
    Agent<Integer> agent = Agent.of(counting(), 0);
    CountDownLatch begun = new CountDownLatch(1);
    Error death = new StackOverflowError("planned");
    Worker<Integer> dying =
        Worker.start(
            () ->
                agent.ask(
                    state -> {
                      begun.countDown();
                      throw death;
                    }));
    begun.await();

    assertThatExceptionOfType(StackOverflowError.class).isThrownBy(dying::result);
    assertThat(agent.<Integer, RuntimeException>ask(state -> state)).isZero();
    awaitNoThread();
  }

  @Test
  void agent_thatFails_notifiesItsMonitorsTakesItsLinksAndLeavesNoThread() {
    RuntimeException planned = new IllegalArgumentException("planned");
    AgentOptions options = counting();
    Agent<Integer> first = Agent.of(options, 0);
    List<Agent<Integer>> linked = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Agent<Integer> agent = Agent.of(options, i);
      agent.link(i == 0 ? first : linked.getLast());
      linked.add(agent);
    }
    AtomicInteger notified = new AtomicInteger();
    linked.forEach(
        agent -> agent.monitor((ended, cause) -> notified.addAndGet(cause == planned ? 1 : 1000)));

    first.tell(
        state -> {
          throw planned;
        });
    while (notified.get() < 100) {
      Thread.onSpinWait();
    }

    assertThat(notified).hasValue(100);
    assertThat(linked).allMatch(Agent::isEnded);
    awaitNoThread();
  }
}
